package io.adamant.optimizer;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the tensors whose names match a pattern.
 *
 * @param tensors a name, in which {@code *} stands for any characters
 * @param learningRateFactor multiplies the learning rate, at least 0
 * @param weightDecay replaces the optimizer's; null keeps it
 */
public record ParameterGroup(
    String tensors, double learningRateFactor, @Nullable Double weightDecay) {
  /** No decay on biases: what is used where nothing else is asked for. */
  public static final List<ParameterGroup> DEFAULT = List.of(new ParameterGroup("*bias", 1.0, 0.0));

  private static final ParameterGroup ALL = new ParameterGroup("*", 1.0, null);

  public ParameterGroup {
    Limits.requireNotNegative("groups.learning-rate-factor", learningRateFactor);
    if (weightDecay != null) {
      Limits.requireNotNegative("groups.weight-decay", weightDecay);
    }
  }

  /** The first group that a tensor belongs to, or one that changes nothing. */
  static ParameterGroup of(String tensor, List<ParameterGroup> groups) {
    for (ParameterGroup group : groups) {
      if (group.matches(tensor)) {
        return group;
      }
    }
    return ALL;
  }

  /** Whether a tensor belongs to the group. */
  public boolean matches(String tensor) {
    String expression = Pattern.quote(tensors).replace("*", "\\E.*\\Q");
    return Pattern.matches(expression, tensor);
  }
}
