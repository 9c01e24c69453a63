package io.adamant.benchmark;

import java.util.List;

/** All comparisons, in the order in which they run. */
public final class Comparisons {
  /** Those with MLlib first: they share the table of rows that is cached for it. */
  public static final List<Comparison> ALL =
      List.of(
          new TimeToLogLoss(),
          new GradientDescentStep(),
          new FactorizationMachineStep(),
          new CachedBytes(),
          new EmptyJobRatio(),
          new WireBytes(),
          new DeferredEpoch(),
          new StepAtManyFeatures(),
          new LocalStepsOnCluster());

  private Comparisons() {}

  /** Their names. */
  public static List<String> names() {
    return ALL.stream().map(Comparison::name).toList();
  }
}
