package io.adamant.benchmark;

import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A fit of MLlib's logistic regression, which runs L-BFGS over all rows.
 *
 * <p>Without standardization, which is to its favour here: with it the penalty of a feature that
 * few rows have all but vanishes, and the held-out log loss of click-log-like rows ends above 2 at
 * every strength that is tried.
 *
 * @param regParam strength of the squared penalty
 */
record MllibRegression(double regParam, double seconds, double logLoss, int iterations) {
  static final int MOST_ITERATIONS = 30;

  /** Fits, and measures on the held-out rows; that is not part of the time. */
  static MllibRegression fit(Dataset<Row> table, double regParam, HeldOut heldOut) {
    LogisticRegression regression =
        new LogisticRegression()
            .setLabelCol(VectorTable.LABEL)
            .setFeaturesCol(VectorTable.FEATURES)
            .setStandardization(false)
            .setRegParam(regParam)
            .setMaxIter(MOST_ITERATIONS);
    Stopwatch watch = new Stopwatch();
    LogisticRegressionModel model = regression.fit(table);
    double seconds = watch.seconds();
    double logLoss = heldOut.logLoss(model.coefficients().toArray(), model.intercept());
    return new MllibRegression(regParam, seconds, logLoss, model.summary().totalIterations());
  }
}
