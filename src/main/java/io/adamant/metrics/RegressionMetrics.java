package io.adamant.metrics;

import io.adamant.linalg.ExactSum;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How well numbers are predicted. All means are weighted.
 *
 * <p>R² is {@code 1 - Σ w (y - m)² / Σ w (y - ȳ)²} with predictions m. The second sum is taken as
 * {@code Σ w y² - (Σ w y)² / Σ w}: the sums are exact, but their difference has lost as many digits
 * as the labels' mean square has more than their variance.
 */
public final class RegressionMetrics implements Metrics {
  private final ExactSum weight = new ExactSum();
  private final ExactSum loss = new ExactSum();
  private final ExactSum deviance = new ExactSum();
  private final ExactSum squaredError = new ExactSum();
  private final ExactSum absoluteError = new ExactSum();
  private final ExactSum predicted = new ExactSum();
  private final ExactSum observed = new ExactSum();
  private final ExactSum observedSquares = new ExactSum();
  private long rows;

  /**
   * Takes note of one row.
   *
   * @param prediction of the label's mean, or of what else the model predicts of it
   * @param rowLoss the model's loss of the row
   * @param rowDeviance the unit deviance of the model's family; NaN where it has none
   */
  public void add(
      double prediction, double label, double rowLoss, double rowDeviance, double rowWeight) {
    rows++;
    weight.add(rowWeight);
    // What weighs nothing says nothing, were it infinite.
    if (rowWeight == 0.0) {
      return;
    }
    double error = label - prediction;
    loss.add(rowWeight * rowLoss);
    deviance.add(rowWeight * rowDeviance);
    squaredError.add(rowWeight * error * error);
    absoluteError.add(rowWeight * Math.abs(error));
    predicted.add(rowWeight * prediction);
    observed.add(rowWeight * label);
    observedSquares.add(rowWeight * label * label);
  }

  @Override
  public void merge(Metrics metrics) {
    if (!(metrics instanceof RegressionMetrics other)) {
      throw new IllegalArgumentException("metrics of different tasks do not merge");
    }
    rows += other.rows;
    weight.add(other.weight);
    loss.add(other.loss);
    deviance.add(other.deviance);
    squaredError.add(other.squaredError);
    absoluteError.add(other.absoluteError);
    predicted.add(other.predicted);
    observed.add(other.observed);
    observedSquares.add(other.observedSquares);
  }

  @Override
  public void compact() {
    // Sums have one size.
  }

  @Override
  public long rows() {
    return rows;
  }

  /** Mean loss of the model. */
  @Override
  public double loss() {
    return loss.value() / weight.value();
  }

  /** Root of the mean squared error. */
  public double rmse() {
    return Math.sqrt(squaredError.value() / weight.value());
  }

  /** Mean absolute error. */
  public double mae() {
    return absoluteError.value() / weight.value();
  }

  /** The part of the labels' variance that is predicted; NaN where they do not vary. */
  public double r2() {
    double sum = observed.value();
    double variation = observedSquares.value() - sum * sum / weight.value();
    return variation > 0 ? 1 - squaredError.value() / variation : Double.NaN;
  }

  /** Mean unit deviance of the model's family; NaN where it has none. */
  public double deviance() {
    return deviance.value() / weight.value();
  }

  /** Mean prediction. */
  public double meanPredicted() {
    return predicted.value() / weight.value();
  }

  /** Mean label. */
  public double meanObserved() {
    return observed.value() / weight.value();
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rows", rows);
    figures.put("loss", loss());
    figures.put("rmse", rmse());
    figures.put("mae", mae());
    figures.put("r2", r2());
    figures.put("deviance", deviance());
    figures.put("meanPredicted", meanPredicted());
    figures.put("meanObserved", meanObserved());
    return figures;
  }

  @Override
  public String summary() {
    return String.format(
        Locale.ROOT,
        "loss %.4f, RMSE %.4f, MAE %.4f, R2 %.4f, mean predicted %.4f, observed %.4f",
        loss(),
        rmse(),
        mae(),
        r2(),
        meanPredicted(),
        meanObserved());
  }

  @Override
  public Headline headline() {
    return new Headline("RMSE", String.format(Locale.ROOT, "%.4f", rmse()));
  }
}
