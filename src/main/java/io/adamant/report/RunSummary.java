package io.adamant.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.adamant.report.RunLog.Measure;
import io.adamant.report.RunLog.Measured;
import java.util.List;

/**
 * What a run came to. NaN stands for what does not exist.
 *
 * @param steps number of the last batch
 * @param seconds in steps, without reading and validation
 * @param finalTraining mean loss of the last epoch's rows, each batch before its step
 * @param finalValidation loss of the last validation
 * @param bestValidation the smallest loss of a validation
 * @param bestStep after which it was measured
 * @param stepsToTarget the first step after which a validation's loss was at most the target
 * @param secondsToTarget in steps until then
 * @param clipped steps, or rounds, in which clipping changed the gradient
 * @param nonFinite steps whose loss was not finite
 */
public record RunSummary(
    long steps,
    double seconds,
    double finalTraining,
    double finalValidation,
    double bestValidation,
    double bestStep,
    double stepsToTarget,
    double secondsToTarget,
    long clipped,
    long nonFinite) {
  private static final List<String> LOSS_KEYS = List.of("logLoss", "loss");

  /**
   * Sums up a log.
   *
   * @param target loss of a validation; NaN for none
   */
  public static RunSummary of(RunLog log, double target) {
    int size = log.size();
    long clipped = 0;
    long nonFinite = 0;
    double lossSum = 0;
    double lossRows = 0;
    double lastEpoch = size == 0 ? 0 : log.get(Measure.EPOCH, size - 1);
    for (int row = 0; row < size; row++) {
      double loss = log.get(Measure.LOSS, row);
      clipped += log.get(Measure.CLIPPED, row) > 0 ? 1 : 0;
      if (!Double.isFinite(loss)) {
        nonFinite++;
      } else if (log.get(Measure.EPOCH, row) >= lastEpoch) {
        lossSum += loss * log.get(Measure.BATCH_ROWS, row);
        lossRows += log.get(Measure.BATCH_ROWS, row);
      }
    }
    double last = Double.NaN;
    double best = Double.NaN;
    double bestStep = Double.NaN;
    int reached = -1;
    for (Measured validation : log.validations()) {
      double loss = loss(validation.value());
      last = loss;
      if (loss < best || (Double.isNaN(best) && Double.isFinite(loss))) {
        best = loss;
        bestStep = log.get(Measure.STEP, validation.row());
      }
      if (reached < 0 && loss <= target) {
        reached = validation.row();
      }
    }
    return new RunSummary(
        size == 0 ? 0 : (long) log.get(Measure.STEP, size - 1),
        size == 0 ? 0 : log.get(Measure.SECONDS, size - 1),
        lossSum / lossRows,
        last,
        best,
        bestStep,
        reached < 0 ? Double.NaN : log.get(Measure.STEP, reached),
        reached < 0 ? Double.NaN : log.get(Measure.SECONDS, reached),
        clipped,
        nonFinite);
  }

  /** The loss among the figures of a validation; NaN where it has none. */
  static double loss(JsonObject figures) {
    for (String key : LOSS_KEYS) {
      JsonElement loss = figures.get(key);
      if (loss != null && !loss.isJsonNull()) {
        return loss.getAsDouble();
      }
    }
    return Double.NaN;
  }
}
