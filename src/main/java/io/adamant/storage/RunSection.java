package io.adamant.storage;

import com.google.gson.JsonObject;

/**
 * What the checkpoints of a run have in common, and what tells the run from others.
 *
 * @param configuration all keys of the job
 * @param data what the run's rows are
 * @param shards of which the result depends on with local steps
 * @param steps batches of the whole run
 * @param stepsPerEpoch batches of an epoch
 * @param stepsBefore optimizer steps that were taken before the run
 */
public record RunSection(
    JsonObject configuration,
    DataSection data,
    int shards,
    long steps,
    int stepsPerEpoch,
    long stepsBefore) {

  /**
   * A fingerprint of rows, which does not depend on their order or place.
   *
   * @param rows to train on
   * @param heldBackRows held back for validation
   * @param contentHash sum of the rows' hashes, in hexadecimal
   * @param validationRows of an input of their own
   * @param validationNonZeros in them
   */
  public record DataSection(
      long rows,
      long heldBackRows,
      String contentHash,
      long validationRows,
      long validationNonZeros) {}
}
