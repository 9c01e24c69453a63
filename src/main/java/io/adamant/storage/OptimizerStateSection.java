package io.adamant.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest says of a saved optimizer state. Whether the numbers can be is for the
 * optimizer to say; here they are only there.
 *
 * @param fingerprint optimizer with its settings, and layout of the parameters
 * @param step steps done
 * @param scalars numbers that the optimizer remembers once for all parameters, by name
 * @param accumulatedGradients gradients since the last step
 * @param accumulatedWeight the sum of their weights
 * @param accumulatedRows rows of the table that have one
 * @param average null where there is none
 * @param plateau null where there is none
 * @param listedRows number of rows that tables with values for each row list; null where they hold
 *     all
 * @param caughtUp the last step that all rows have taken, where some wait; null where none do
 */
public record OptimizerStateSection(
    String fingerprint,
    long step,
    Map<String, Double> scalars,
    int accumulatedGradients,
    double accumulatedWeight,
    int accumulatedRows,
    @Nullable Average average,
    @Nullable Plateau plateau,
    @Nullable Integer listedRows,
    @Nullable Long caughtUp) {

  /** Of a state whose rows are all caught up. */
  public OptimizerStateSection(
      String fingerprint,
      long step,
      Map<String, Double> scalars,
      int accumulatedGradients,
      double accumulatedWeight,
      int accumulatedRows,
      @Nullable Average average,
      @Nullable Plateau plateau,
      @Nullable Integer listedRows) {
    this(
        fingerprint,
        step,
        scalars,
        accumulatedGradients,
        accumulatedWeight,
        accumulatedRows,
        average,
        plateau,
        listedRows,
        null);
  }

  /**
   * How far the running average of the parameters is.
   *
   * @param kind in lower case
   * @param firstStep the first step whose parameters count
   * @param tensorStep the last step that is in the average of the tensors
   */
  public record Average(String kind, double decay, long firstStep, long tensorStep) {}

  /**
   * What a schedule remembers that lowers the rate where a metric no longer improves.
   *
   * @param best the best value seen; null before the first
   */
  public record Plateau(
      @Nullable Double best, long badObservations, long cooldownLeft, double factor) {}

  /** Gson leaves out what is missing and takes null for an answer; neither makes a state. */
  void requireComplete() {
    if (listedRows != null && listedRows < 0) {
      throw new InvalidModelException(
          "%s: optimizerState: listedRows must be >= 0, got %d"
              .formatted(ModelManifest.FILE_NAME, listedRows));
    }
    List<@Nullable Object> values =
        new ArrayList<>(Arrays.<@Nullable Object>asList(fingerprint, scalars));
    if (average != null) {
      values.add(average.kind());
    }
    if (!values.contains(null)) {
      values.addAll(scalars.values());
    }
    if (values.contains(null)) {
      throw new InvalidModelException(
          ModelManifest.FILE_NAME
              + ": optimizerState must have a fingerprint, scalars that are numbers, and the kind of an average");
    }
  }
}
