package io.adamant.optimizer;

/** A saved state that this optimizer or layout cannot continue: the message names what differs. */
public final class StateMismatchException extends IllegalArgumentException {
  StateMismatchException(String message) {
    super(message);
  }
}
