package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.optimizer.StepOutcome.Action;
import io.adamant.schedule.MomentumSchedule;
import io.adamant.schedule.PlateauMemory;
import io.adamant.schedule.ReduceOnPlateau;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What gradients do to parameters. Within a step the order is: finite check; accumulation; clipping
 * by value, by group norm, by global norm; learning rate; then for each part of the parameters
 * coupled decay, slots, decay apart from the gradient, update, and the proximal step of L1; at last
 * the average.
 *
 * <p>Order of use: {@link #initialState} or {@link #restore} once, then {@link #step} many times
 * with that state, {@link #catchUp} before a gradient, {@link #finish} and {@link #catchUpAll} at
 * the end, {@link #catchUpAll} and {@link #evaluated} whenever the model is measured or saved.
 */
public final class ParameterUpdate {
  private final UpdateSettings settings;

  /** What states of the layout that was last asked for must have. */
  private @Nullable String fingerprint;

  private @Nullable ParameterLayout fingerprinted;

  public ParameterUpdate(UpdateSettings settings) {
    this.settings = settings;
  }

  public UpdateSettings settings() {
    return settings;
  }

  /** The state before the first step. */
  public OptimizerState initialState(ParameterLayout layout) {
    return initialState(layout, PagedTable.DEFAULT_PAGE_VALUES);
  }

  /** The state before the first step of parameters with pages of {@code pageValues}. */
  public OptimizerState initialState(ParameterLayout layout, int pageValues) {
    return initialState(layout, pageValues, layout.isLarge());
  }

  /** The state before the first step of some parameters. */
  public OptimizerState initialState(Parameters parameters) {
    settings.requireUntouchedRowsToStay(parameters);
    return initialState(
        parameters.layout(), PagedTable.DEFAULT_PAGE_VALUES, !parameters.places().areAll());
  }

  private OptimizerState initialState(ParameterLayout layout, int pageValues, boolean isGrowing) {
    return new OptimizerState(settings.optimizer(), layout, pageValues, isGrowing);
  }

  /** The same parameters as steps need them: with all rows where each step moves each of them. */
  public Parameters prepared(Parameters parameters) {
    return settings.sparseUpdates() == SparseUpdates.DENSE ? parameters.withAllRows() : parameters;
  }

  /**
   * The state that was saved, to go on from as if nothing had been.
   *
   * @param parameters that it goes with, {@link #prepared}; rows that the state alone knows are
   *     touched
   * @throws StateMismatchException where it belongs to another optimizer, layout, average or
   *     accumulation, or is not whole; the message names what differs
   */
  public OptimizerState restore(SavedState saved, Parameters parameters) throws IOException {
    return restore(saved, parameters, PagedTable.DEFAULT_PAGE_VALUES);
  }

  /** Restores the state of parameters with pages of {@code pageValues}. */
  public OptimizerState restore(SavedState saved, Parameters parameters, int pageValues)
      throws IOException {
    settings.requireUntouchedRowsToStay(parameters);
    return new StateRestoring(settings, parameters, saved).restore(pageValues);
  }

  /**
   * Takes a gradient in, and moves parameters and state by one step where it completes one.
   *
   * @param gradient the mean gradient of a batch; clipping changes it in place
   * @param weight what the sum of gradients was divided by; 0 where they are zero
   * @param loss mean loss of the batch
   * @throws IllegalArgumentException where the state belongs to another optimizer or layout
   */
  public StepOutcome step(
      Parameters parameters, Gradient gradient, double weight, double loss, OptimizerState state) {
    requireOwn(state, parameters.layout());
    double norm = gradient.globalNorm();
    boolean isFinite = Double.isFinite(norm) && Double.isFinite(loss);
    if (!isFinite && settings.clipping().nonFinite() != NonFinite.ZERO) {
      boolean fails = settings.clipping().nonFinite() != NonFinite.SKIP;
      return new StepOutcome(fails ? Action.FAILED : Action.SKIPPED, norm, false, 0);
    }
    Gradient finite = isFinite ? gradient : gradient.zeros();
    if (settings.accumulationSteps() == 1) {
      return apply(parameters, finite, norm, isFinite ? Action.STEPPED : Action.ZEROED, state);
    }
    state.accumulation().add(finite, weight);
    if (state.accumulation().count() < settings.accumulationSteps()) {
      return new StepOutcome(isFinite ? Action.ACCUMULATED : Action.ZEROED, norm, false, 0);
    }
    return applyAccumulated(parameters, isFinite ? Action.STEPPED : Action.ZEROED, state);
  }

  /**
   * Takes the step that accumulated gradients, fewer than a step is made of, are still good for.
   *
   * @param last what the last gradient came to
   * @return the same, or what the step that it now takes part in comes to
   */
  public StepOutcome finish(Parameters parameters, StepOutcome last, OptimizerState state) {
    requireOwn(state, parameters.layout());
    if (state.accumulation().count() == 0) {
      return last;
    }
    Action action = last.action() == Action.ACCUMULATED ? Action.STEPPED : last.action();
    return applyAccumulated(parameters, action, state);
  }

  /**
   * Counts steps that move nothing here: those that shards have taken on copies, and those of a
   * batch without rows.
   */
  public void count(long steps, OptimizerState state) {
    for (long i = 0; i < steps; i++) {
      state.beginStep(optimizer(state.step() + 1));
    }
  }

  /** The learning rate of the last step, before group factors. */
  public double learningRate(OptimizerState state) {
    return settings.optimizer().learningRate() * factor(state);
  }

  /**
   * Shows the schedule a metric of the model, such as the validation loss: {@code plateau} lowers
   * the rate of the next steps where it no longer improves.
   */
  public void observe(double metric, OptimizerState state) {
    ReduceOnPlateau plateau = settings.plateau();
    if (plateau != null) {
      state.plateau(plateau).observe(metric, plateau);
    }
  }

  /**
   * Makes rows of the table ready to be read for the next gradient: brings them into being, and,
   * where updates are deferred, up to the last step.
   *
   * @param ids ascending
   */
  public void catchUp(Parameters parameters, int[] ids, OptimizerState state) {
    requireOwn(state, parameters.layout());
    int[] places = touch(parameters, ids, state);
    if (settings.sparseUpdates() == SparseUpdates.DEFERRED) {
      state.deferred().catchUp(places, settings, parameters, state);
    }
  }

  /**
   * Brings all rows up to the last step, where updates are deferred: before parameters or state are
   * measured or saved. That a gap is closed in two parts changes the result by rounding alone.
   */
  public void catchUpAll(Parameters parameters, OptimizerState state) {
    requireOwn(state, parameters.layout());
    state.follow(parameters.places());
    if (settings.sparseUpdates() == SparseUpdates.DEFERRED) {
      state.deferred().catchUpAll(settings, parameters, state);
    }
  }

  private static int[] touch(Parameters parameters, int[] ids, OptimizerState state) {
    int[] places = parameters.touch(ids);
    state.follow(parameters.places());
    return places;
  }

  /**
   * The parameters to measure and save: their average where there is one, or they themselves.
   * Neither parameters nor state change.
   *
   * @throws IllegalStateException where rows are yet to be {@link #catchUpAll caught up}
   */
  public Parameters evaluated(Parameters parameters, OptimizerState state) {
    if (!state.isCaughtUp()) {
      throw new IllegalStateException("rows of the parameters are yet to be caught up");
    }
    ParameterAverage average = state.average();
    if (average == null) {
      return parameters;
    }
    return settings.sparseUpdates() == SparseUpdates.LAZY
        ? average.completed(parameters, state.step())
        : average.parameters();
  }

  private void requireOwn(OptimizerState state, ParameterLayout layout) {
    String expected = fingerprint(layout);
    if (!state.fingerprint().equals(expected)) {
      throw new IllegalArgumentException(
          "the state belongs to %s, not to %s".formatted(state.fingerprint(), expected));
    }
    if (settings.sparseUpdates() != SparseUpdates.DEFERRED && !state.isCaughtUp()) {
      throw new IllegalStateException("rows that were deferred are yet to be caught up");
    }
  }

  /** Of one layout it is made once, not in every step. */
  private String fingerprint(ParameterLayout layout) {
    String known = fingerprint;
    if (known == null || !Objects.equals(layout, fingerprinted)) {
      known = OptimizerState.fingerprint(settings.optimizer(), layout);
      fingerprint = known;
      fingerprinted = layout;
    }
    return known;
  }

  private StepOutcome applyAccumulated(Parameters parameters, Action action, OptimizerState state) {
    Gradient gradient = state.accumulation().take();
    return apply(parameters, gradient, gradient.globalNorm(), action, state);
  }

  /** Takes a step, whatever the gradient's values are. */
  StepOutcome apply(
      Parameters parameters, Gradient gradient, double norm, Action action, OptimizerState state) {
    List<ParameterPart> parts = parameters.layout().parts();
    boolean clipped = settings.clipping().apply(gradient, parts, settings.groups());
    int[] rows = touch(parameters, gradient.table().ids(), state);
    boolean isDeferred = settings.sparseUpdates() == SparseUpdates.DEFERRED;
    if (isDeferred) {
      state.deferred().catchUp(rows, settings, parameters, state);
    }
    // With the momentum of the step, which NAdam's product takes in.
    Optimizer optimizer = optimizer(state.step() + 1);
    state.beginStep(optimizer);
    double factor = factor(state);
    ParameterAverage average = state.average();
    boolean lazy = settings.sparseUpdates() == SparseUpdates.LAZY;
    if (average != null && lazy) {
      average.includeRows(parameters, rows, state.step() - 1);
    }
    for (int i = 0; i < parts.size(); i++) {
      step(optimizer, parameters, gradient, rows, state, factor, parts.get(i), i);
    }
    if (isDeferred) {
      state.deferred().onStep(rows, factor, state);
      if (state.deferred().areFull()) {
        state.deferred().catchUpAll(settings, parameters, state);
      }
    }
    if (average != null && lazy) {
      average.includeRows(parameters, rows, state.step());
      average.includeTensors(parameters, state.step());
    } else if (average != null) {
      average.includeAll(parameters, state.step());
    } else if (isAverageDue(state)) {
      state.startAverage(new ParameterAverage(settings.averaging(), parameters, state.step()));
    }
    return new StepOutcome(action, norm, clipped, optimizer.learningRate() * factor);
  }

  /** The rule of a step: with the momentum that the schedule gives it. */
  private Optimizer optimizer(long step) {
    MomentumSchedule momentum = settings.momentum();
    Optimizer optimizer = settings.optimizer();
    return momentum == null ? optimizer : optimizer.withMomentum(momentum.momentum(step));
  }

  private double factor(OptimizerState state) {
    double factor = settings.schedule().factor(state.step());
    PlateauMemory plateau = state.plateau();
    return plateau == null ? factor : factor * plateau.factor();
  }

  private boolean isAverageDue(OptimizerState state) {
    AveragingSettings averaging = settings.averaging();
    return averaging.kind() != AveragingSettings.Kind.NONE && state.step() >= averaging.startStep();
  }

  private void step(
      Optimizer optimizer,
      Parameters parameters,
      Gradient gradient,
      int[] places,
      OptimizerState state,
      double scheduleFactor,
      ParameterPart part,
      int index) {
    ParameterGroup group = ParameterGroup.of(part.name(), settings.groups());
    if (group.frozen()) {
      return;
    }
    int tensor = index - parameters.layout().columnGroups().size();
    UpdatedRows rows;
    PagedTable values;
    if (tensor >= 0) {
      rows = UpdatedRows.allOfTensor(part, gradient.tensors()[tensor]);
      values = PagedTable.ofArray(parameters.tensors()[tensor], Math.max(1, part.columns()));
    } else {
      rows =
          settings.sparseUpdates() == SparseUpdates.DENSE
              ? UpdatedRows.allOfTable(part, gradient.table())
              : UpdatedRows.withGradient(part, gradient.table(), places);
      values = parameters.table();
    }
    PagedTable[] slots =
        state.slots().values().stream().map(of -> of.get(index)).toArray(PagedTable[]::new);
    StepSettings step =
        StepSettings.of(
            optimizer, group, state.step(), scheduleFactor, rows.count(), state.scalars());
    new PartUpdate(optimizer, part, step, values, slots).step(rows);
  }
}
