package io.adamant.report;

/** A file of metrics that cannot be read; the message says what is wrong, and in which line. */
public final class InvalidMetricsException extends RuntimeException {
  public InvalidMetricsException(String message) {
    super(message);
  }
}
