package io.adamant.optimizer;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * An update rule with its settings: immutable, without state. What it remembers between steps is in
 * an {@link OptimizerState}; what it does to all parameters is in {@link ParameterUpdate}.
 *
 * <p>Most rules are one loop over a {@link Segment}. A rule that needs sums over a whole part of
 * the parameters before it can step, as LAMB needs norms, takes several {@link #passes}: in each
 * pass {@link #update} sees every segment once and adds to {@link Segment#sums}; after the pass
 * they are in {@link Segment#totals}, added up in an order that depends on the part's shape alone.
 *
 * <p>Implementations are records, so that their text names every setting: it is part of the state's
 * fingerprint, and {@code adamant help optimizers} reads names and defaults from them.
 */
public interface Optimizer extends Serializable {
  /** The usual name, in lower case. */
  String name();

  /** Step size before schedule and group factor, at least 0. */
  double learningRate();

  /** Weight decay λ of parameter groups that have none of their own, at least 0. */
  double weightDecay();

  /** How the weight decay acts. */
  Decay decay();

  /**
   * What it remembers of a part of the parameters: slots of the same names in the same order,
   * whatever the part.
   */
  List<Slot> slots(ParameterPart part);

  /** Numbers that it remembers once for all parameters, by name, as they are before step 1. */
  default Map<String, Double> scalars() {
    return Map.of();
  }

  /** Moves the numbers on at the beginning of a step. */
  default void advance(Map<String, Double> scalars, long step) {}

  /** Passes over a part of the parameters that a step takes, at least 1. */
  default int passes() {
    return 1;
  }

  /** How many sums over a part the passes add up. */
  default int sums(ParameterPart part) {
    return 0;
  }

  /** Updates the parameters and slots of a segment; in the passes before the last, slots alone. */
  void update(Segment segment);

  /** Called once a part after each pass: here slots of shape COLUMN and PART may be written. */
  default void finishPass(Segment part) {}

  /**
   * Whether copies of parameters and slots that took steps apart may be averaged, each value by
   * itself: for local steps. Not where a row's step depends on other rows, nor where parameters are
   * a function of slots.
   */
  default boolean canBeAveraged() {
    return false;
  }

  /**
   * The same rule with another momentum, for schedules that move it: SGD's and RMSProp's momentum,
   * Adam's and its relatives' β₁.
   *
   * @throws IllegalArgumentException where the rule has none
   */
  default Optimizer withMomentum(double momentum) {
    throw new IllegalArgumentException(
        "schedule.cycle-momentum needs an optimizer with momentum; %s has none".formatted(name()));
  }
}
