package io.adamant.optimizer;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that an optimizer remembers between steps: the number of steps done, and named slots of the
 * parameters' own shape (for Adam the first and the second moment).
 */
public final class OptimizerState implements Serializable {
  private final String fingerprint;
  private final LinkedHashMap<String, Parameters> slots = new LinkedHashMap<>();
  private long step;

  /** The state before the first step. */
  OptimizerState(Optimizer optimizer, ParameterLayout layout, int pageValues) {
    fingerprint = fingerprint(optimizer, layout);
    for (String slot : optimizer.slots()) {
      slots.put(slot, new Parameters(layout, pageValues));
    }
  }

  static String fingerprint(Optimizer optimizer, ParameterLayout layout) {
    return optimizer + " of " + layout;
  }

  /** Names the optimizer's settings and the layout that the state belongs to. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Steps done. */
  public long step() {
    return step;
  }

  /** The slots by name, in the optimizer's order. */
  public Map<String, Parameters> slots() {
    return slots;
  }

  void beginStep() {
    step++;
  }
}
