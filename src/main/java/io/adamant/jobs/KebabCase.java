package io.adamant.jobs;

import java.util.Locale;

/** Java's names as configuration writes them: lower case, with hyphens. */
final class KebabCase {
  private KebabCase() {}

  /** {@code learning-rate} for {@code learningRate}. */
  static String of(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** {@code lr-scaled} for {@code LR_SCALED}. */
  static String of(Enum<?> constant) {
    return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
