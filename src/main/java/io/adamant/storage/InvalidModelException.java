package io.adamant.storage;

/** A model file that cannot be used: the message says what is wrong with it. */
public final class InvalidModelException extends RuntimeException {
  public InvalidModelException(String message) {
    super(message);
  }
}
