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
 * @param tuningLogLoss log loss of the rows by which settings are chosen
 * @param logLoss log loss of the held-out rows
 */
record MllibRegression(
    double regParam, double seconds, double tuningLogLoss, double logLoss, int iterations) {
  static final int MOST_ITERATIONS = 30;

  /** Fits, and measures on other rows; that is not part of the time. */
  static MllibRegression fit(Workbench bench, double regParam) {
    Dataset<Row> table = bench.table();
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
    double[] weights = model.coefficients().toArray();
    return new MllibRegression(
        regParam,
        seconds,
        bench.tuningRows().logLoss(weights, model.intercept()),
        bench.heldOut().logLoss(weights, model.intercept()),
        model.summary().totalIterations());
  }
}
