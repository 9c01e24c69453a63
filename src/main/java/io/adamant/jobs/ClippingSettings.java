package io.adamant.jobs;

import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.NonFinite;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.VectorNorm;
import java.util.List;

/** Reads the section {@code clip}. */
final class ClippingSettings {
  private ClippingSettings() {}

  /**
   * Reads the section.
   *
   * @param groups whose own limits are of the same norm
   */
  static GradientClipping read(JobConfiguration job, List<ParameterGroup> groups) {
    boolean limitsNorms =
        job.has("clip.norm")
            || groups.stream().anyMatch(group -> group.clipNorm() < Double.POSITIVE_INFINITY);
    for (String key : List.of("clip.norm-type", "clip.norm-epsilon")) {
      if (job.has(key) && !limitsNorms) {
        throw job.invalid(key, "needs clip.norm, or clip-norm in optimizer.groups");
      }
    }
    GradientClipping none = GradientClipping.NONE;
    return job.build(
        () ->
            new GradientClipping(
                job.number("clip.value", none.value()),
                job.number("clip.norm", none.norm()),
                job.has("clip.norm-type")
                    ? job.choice(
                        "clip.norm-type", List.of(VectorNorm.values()), ClippingSettings::word)
                    : none.normType(),
                job.number("clip.norm-epsilon", none.normEpsilon()),
                job.choice("clip.non-finite", List.of(NonFinite.values()), KebabCase::of)));
  }

  /** As PyTorch's {@code norm_type} has it. */
  static String word(VectorNorm norm) {
    return switch (norm) {
      case L1 -> "1";
      case L2 -> "2";
      case MAX -> "inf";
    };
  }
}
