package io.adamant.data.encoding;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a job says of an encoder: a record whose components are the settings, {@code ngramRange} for
 * the key {@code ngram-range}. It is saved with the model.
 */
public sealed interface EncoderSettings extends Serializable
    permits NumberSettings, BucketSettings, CategorySettings, TextSettings, CrossSettings {
  /** The type's name in configuration and model files. */
  String type();

  /** What a missing value becomes. */
  MissingValues missing();

  /** Whether the columns are read as numbers; else as texts. */
  boolean readsNumbers();

  /** How many columns one encoder reads. */
  default int columns() {
    return 1;
  }

  /**
   * Refuses settings that say too little.
   *
   * @throws IllegalArgumentException where they do
   */
  default void requireComplete() {}

  /**
   * What must be learnt from the rows; null where nothing is.
   *
   * @return one that has seen no row
   */
  default @Nullable NumberSurvey survey() {
    return null;
  }

  /** Number of features, without that of missing values. */
  int values(Learnt learnt);

  /**
   * The encoder for a thread of its own.
   *
   * @param columns places of the columns that it reads
   * @param first its first feature
   */
  Encoder encoder(int[] columns, int first, Learnt learnt);
}
