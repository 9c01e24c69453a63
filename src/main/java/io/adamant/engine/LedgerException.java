package io.adamant.engine;

/** A batch whose blocks did not each count exactly once: what came of it is not to be used. */
public final class LedgerException extends IllegalStateException {
  public LedgerException(String message) {
    super(message);
  }
}
