package io.adamant.optimizer;

import java.util.List;

/**
 * An update rule with its settings: immutable, without state. What it remembers between steps is in
 * an {@link OptimizerState}; what it does to all parameters is in {@link ParameterUpdate}.
 *
 * <p>Implementations are records, so that their text names every setting: it is part of the state's
 * fingerprint.
 */
public interface Optimizer {
  /** The usual name, in lower case. */
  String name();

  /** Step size before schedule and group factor, at least 0. */
  double learningRate();

  /** Weight decay of parameter groups that have none of their own, at least 0. */
  double weightDecay();

  /** Names of the slots that it keeps for each parameter, zero at first. */
  List<String> slots();

  /** Updates the parameters and slots of a segment by one step. */
  void update(Segment segment);
}
