package io.adamant.jobs;

import io.adamant.data.ExampleBlock;
import io.adamant.data.InvalidInputException;
import io.adamant.engine.EvaluationExamples;
import io.adamant.engine.RowSource;
import io.adamant.engine.ShardedExamples;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * Rows to validate on, if any, and how to let go of them.
 *
 * @param nonZeros of rows from an input of their own
 */
record ValidationRows(
    @Nullable JavaRDD<ExampleBlock> blocks, long rows, long nonZeros, Runnable release)
    implements AutoCloseable {

  /**
   * The rows of a training.
   *
   * @param source of rows of their own; null for those that are held back, if any
   */
  static ValidationRows of(
      TrainSettings train, ShardedExamples examples, @Nullable RowSource source) {
    if (source != null) {
      EvaluationExamples loaded =
          EvaluationExamples.load(
              source,
              train
                  .input()
                  .rules()
                  .with(examples.features(), examples.indexBase())
                  .withTask(train.model().task()),
              examples.labels());
      return new ValidationRows(
          loaded.blocks(), loaded.survey().rows(), loaded.survey().nonZeros(), loaded::close);
    }
    long heldBack = examples.survey().heldBackRows();
    if (train.heldBackFraction() > 0 && heldBack == 0) {
      throw new InvalidInputException(
          "validation.fraction = %s held back none of the %d rows; raise it"
              .formatted(train.heldBackFraction(), examples.survey().rows()));
    }
    return new ValidationRows(heldBack == 0 ? null : examples.heldBack(), heldBack, 0, () -> {});
  }

  @Override
  public void close() {
    release.run();
  }
}
