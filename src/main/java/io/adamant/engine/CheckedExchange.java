package io.adamant.engine;

import io.adamant.data.InputSurvey;
import java.util.function.LongToIntFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** An exchange whose every answer the {@link Ledger} has to agree with. */
final class CheckedExchange implements GradientExchange {
  private final JavaSparkContext spark;
  private final ShardedExamples examples;
  private final LongToIntFunction lengths;
  private final GradientExchange exchange;

  /** Null until the first exchange, so that no job runs before training begins. */
  private @Nullable Ledger ledger;

  /**
   * @param lengths number of steps of the round that begins with a step
   */
  CheckedExchange(
      JavaSparkContext spark,
      ShardedExamples examples,
      LongToIntFunction lengths,
      GradientExchange exchange) {
    this.spark = spark;
    this.examples = examples;
    this.lengths = lengths;
    this.exchange = exchange;
  }

  @Override
  public Exchanged exchange(long step, long nextStep, WorkingSet workingSet) {
    Ledger known = ledger;
    if (known == null) {
      InputSurvey survey = examples.survey();
      long rows = survey.rows() - survey.heldBackRows();
      known = Ledger.open(spark, examples.shards(), examples.plan(), rows);
      ledger = known;
    }
    Exchanged exchanged = exchange.exchange(step, nextStep, workingSet);
    if (step != StepFunction.NO_STEP) {
      known.require(step, lengths.applyAsInt(step), exchanged.total());
    }
    return exchanged;
  }

  @Override
  public void release() {
    exchange.release();
  }

  @Override
  public void close() {
    exchange.close();
  }
}
