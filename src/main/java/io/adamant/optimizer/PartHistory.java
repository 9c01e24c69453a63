package io.adamant.optimizer;

import io.adamant.schedule.MomentumSchedule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the steps since all rows were caught up came to for one part of the parameters. */
final class PartHistory {
  private final UpdateSettings settings;
  private final PastSteps past;
  private final ParameterPart part;
  private final ParameterGroup group;

  private final List<DeferrableRule> rules = new ArrayList<>();
  private final List<StepSettings> steps = new ArrayList<>();
  private final RangeProducts keptByDecay = new RangeProducts();
  private final RangeProducts momentum = new RangeProducts();
  private final IdleSeries series = new IdleSeries();
  private double largestLearningRate;
  private double largestMomentum;
  private boolean hasSeries;

  PartHistory(UpdateSettings settings, PastSteps past, ParameterPart part) {
    this.settings = settings;
    this.past = past;
    this.part = part;
    group = ParameterGroup.of(part.name(), settings.groups());
  }

  /** Takes in the steps since it was last asked. */
  void complete() {
    for (int i = steps.size(); i < past.count(); i++) {
      add(i);
    }
  }

  private void add(int index) {
    long step = past.before() + 1 + index;
    MomentumSchedule course = settings.momentum();
    Optimizer rule = settings.optimizer();
    if (course != null) {
      double value = course.momentum(step);
      rule = rule.withMomentum(value);
      momentum.add(value);
      largestMomentum = Math.max(largestMomentum, value);
    }
    StepSettings own =
        StepSettings.of(rule, group, step, past.factor(index), part.rows(), past.scalars(index));
    DeferrableRule deferrable = (DeferrableRule) rule;
    rules.add(deferrable);
    steps.add(own);
    IdleMove move = deferrable.idleMove(own.step(), own.learningRate());
    if (move != null) {
      series.add(deferrable, move, own);
      hasSeries = true;
    }
    keptByDecay.add(own.keptByDecay());
    largestLearningRate = Math.max(largestLearningRate, own.learningRate());
  }

  ParameterPart part() {
    return part;
  }

  boolean isFrozen() {
    return group.frozen();
  }

  /** Steps that it knows. */
  int count() {
    return steps.size();
  }

  /** The rule of the {@code index}th step, from 0: with the momentum of that step. */
  DeferrableRule rule(int index) {
    return rules.get(index);
  }

  StepSettings settings(int index) {
    return steps.get(index);
  }

  /** All moves from the {@code index}th step on; null where single steps must be taken. */
  @Nullable IdleSum idleSum(int index) {
    return hasSeries ? series.sum(index, keptByDecay, steps.size()) : null;
  }

  RangeProducts keptByDecay() {
    return keptByDecay;
  }

  double largestLearningRate() {
    return largestLearningRate;
  }

  boolean isMomentumMoved() {
    return settings.momentum() != null;
  }

  RangeProducts momentum() {
    return momentum;
  }

  double largestMomentum() {
    return largestMomentum;
  }
}
