package io.adamant.benchmark;

/** Seconds since it was made. */
final class Stopwatch {
  private final long started = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - started) * 1e-9;
  }

  double milliseconds() {
    return seconds() * 1e3;
  }
}
