package io.adamant.benchmark;

/** Runs both sides some times before they are measured, so that the JVM has compiled them. */
final class WarmUp {
  /** Blocks of each side: the times of a step settle after some 400 of them. */
  private static final int BLOCKS = 4;

  private WarmUp() {}

  static void of(Workbench bench, Runnable one, Runnable other) {
    bench.say("warming up");
    for (int block = 0; block < BLOCKS; block++) {
      one.run();
      other.run();
    }
  }
}
