package io.adamant.optimizer;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the tensors and column groups whose names match a pattern.
 *
 * @param tensors a name, in which {@code *} stands for any characters
 * @param learningRateFactor multiplies the learning rate, at least 0
 * @param weightDecay replaces the optimizer's; null keeps it
 * @param l1 strength of the L1 penalty, at least 0: after each update parameters move towards zero
 *     by learning rate x l1 and stop there (proximal step), so that zeros are exact
 * @param l2 strength of the L2 penalty, at least 0: {@code l2 θ} joins the gradient
 * @param clipNorm limit of the norm over the gradients of the group, above 0; infinite for none
 * @param frozen whether its parameters and slots stay as they are
 */
public record ParameterGroup(
    String tensors,
    double learningRateFactor,
    @Nullable Double weightDecay,
    double l1,
    double l2,
    double clipNorm,
    boolean frozen)
    implements Serializable {
  /** No decay on biases: what is used where nothing else is asked for. */
  public static final List<ParameterGroup> DEFAULT = List.of(new ParameterGroup("*bias", 1.0, 0.0));

  private static final ParameterGroup ALL = new ParameterGroup("*", 1.0, null);

  public ParameterGroup {
    Limits.requireNotNegative("groups.learning-rate-factor", learningRateFactor);
    if (weightDecay != null) {
      Limits.requireNotNegative("groups.weight-decay", weightDecay);
    }
    Limits.requireNotNegative("groups.l1", l1);
    Limits.requireNotNegative("groups.l2", l2);
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("optimizer.groups.clip-norm must be > 0, got " + clipNorm);
    }
  }

  /** A group with its own rate and decay. */
  public ParameterGroup(String tensors, double learningRateFactor, @Nullable Double weightDecay) {
    this(tensors, learningRateFactor, weightDecay, 0, 0, Double.POSITIVE_INFINITY, false);
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
