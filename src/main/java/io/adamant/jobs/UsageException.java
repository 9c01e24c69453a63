package io.adamant.jobs;

/** A mistake that the user can mend, in one line: what, where, the limit, and how. Exit code 2. */
public final class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
