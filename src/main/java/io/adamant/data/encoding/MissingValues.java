package io.adamant.data.encoding;

/** What a missing value becomes. */
public enum MissingValues {
  /** A feature of its own, the last of the encoder's range. */
  FEATURE,
  /** Nothing: the row has no feature of the encoder. */
  IGNORE,
  /** A bad row. */
  FAIL
}
