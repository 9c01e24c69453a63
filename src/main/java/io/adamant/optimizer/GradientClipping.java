package io.adamant.optimizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Clipping of a gradient: first each value, then the norm of each parameter group that has a limit,
 * then the norm over all values, as PyTorch's {@code clip_grad_value_} and {@code clip_grad_norm_}
 * do: where a norm n passes its limit, the values are multiplied by {@code limit / (n + ε)}.
 *
 * @param value limit of each value's magnitude, above 0; infinite for none
 * @param norm limit of the norm over all values, above 0; infinite for none
 * @param normType of which norm
 * @param normEpsilon ε, at least 0: PyTorch has 1e-6, optax and Keras have 0
 * @param nonFinite what becomes of a gradient that is not finite
 */
public record GradientClipping(
    double value, double norm, VectorNorm normType, double normEpsilon, NonFinite nonFinite)
    implements Serializable {
  public static final double DEFAULT_NORM_EPSILON = 1e-6;

  /** No clipping. */
  public static final GradientClipping NONE =
      new GradientClipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  public GradientClipping {
    if (!(value > 0)) {
      throw new IllegalArgumentException("clip.value must be > 0, got " + value);
    }
    if (!(norm > 0)) {
      throw new IllegalArgumentException("clip.norm must be > 0, got " + norm);
    }
    if (!(normEpsilon >= 0 && normEpsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "clip.norm-epsilon must be finite and >= 0, got " + normEpsilon);
    }
  }

  /** By the Euclidean norm with PyTorch's ε; a gradient that is not finite ends the training. */
  public GradientClipping(double value, double norm) {
    this(value, norm, VectorNorm.L2, DEFAULT_NORM_EPSILON, NonFinite.FAIL);
  }

  /** Clips a gradient in place, by value and by global norm; whether anything was changed. */
  public boolean apply(Gradient gradient) {
    return apply(gradient, List.of(), List.of());
  }

  /**
   * Clips a gradient in place.
   *
   * @param parts what the gradient's values belong to
   * @param groups whose norms may have limits of their own
   * @return whether anything was changed
   */
  boolean apply(Gradient gradient, List<ParameterPart> parts, List<ParameterGroup> groups) {
    boolean clipped = value < Double.POSITIVE_INFINITY && gradient.clamp(value);
    for (Map.Entry<ParameterGroup, List<Integer>> group : limited(parts, groups).entrySet()) {
      List<double[]> values = new ArrayList<>();
      group.getValue().forEach(part -> values.add(gradient.valuesOf(parts, part)));
      double factor = factor(values, group.getKey().clipNorm());
      for (int part : group.getValue()) {
        clipped |= scales(factor);
        gradient.scale(parts, part, factor);
      }
    }
    if (norm < Double.POSITIVE_INFINITY) {
      List<double[]> values = new ArrayList<>(List.of(gradient.tensors()));
      values.add(0, gradient.table().values());
      double factor = factor(values, norm);
      if (scales(factor)) {
        gradient.scale(factor);
        clipped = true;
      }
    }
    return clipped;
  }

  /** True for NaN, of a norm that is none: then, as in PyTorch, no value is a number. */
  private static boolean scales(double factor) {
    return !(factor >= 1.0);
  }

  /** The groups whose norms are limited, each with the places of its parts. */
  private static Map<ParameterGroup, List<Integer>> limited(
      List<ParameterPart> parts, List<ParameterGroup> groups) {
    Map<ParameterGroup, List<Integer>> limited = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      ParameterGroup group = ParameterGroup.of(parts.get(i).name(), groups);
      if (group.clipNorm() < Double.POSITIVE_INFINITY) {
        limited.computeIfAbsent(group, unused -> new ArrayList<>()).add(i);
      }
    }
    return limited;
  }

  /** What brings the norm over all values down to the limit; 1 where it is below. */
  private double factor(List<double[]> values, double limit) {
    double joined = 0.0;
    for (double[] some : values) {
      joined = normType.join(joined, normType.part(some));
    }
    return Math.min(1.0, limit / (normType.value(joined) + normEpsilon));
  }
}
