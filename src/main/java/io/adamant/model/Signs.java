package io.adamant.model;

/** The labels of two classes as margins know them. */
final class Signs {
  private Signs() {}

  /** -1 for label 0 and +1 for label 1. */
  static double of(double label) {
    return 2.0 * label - 1.0;
  }
}
