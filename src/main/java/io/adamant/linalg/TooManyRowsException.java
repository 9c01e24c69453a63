package io.adamant.linalg;

/** Rows of a table were touched for the first time that there is no room for. */
public final class TooManyRowsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long needed;
  private final long most;

  /**
   * @param needed rows that would have been touched
   * @param most rows that there is room for
   */
  public TooManyRowsException(long needed, long most) {
    super("%,d rows were touched, there is room for %,d".formatted(needed, most));
    this.needed = needed;
    this.most = most;
  }

  /** Rows that would have been touched. */
  public long needed() {
    return needed;
  }

  /** Rows that there is room for. */
  public long most() {
    return most;
  }
}
