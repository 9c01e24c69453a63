package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.metrics.BinaryMetrics;
import io.adamant.model.Model;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** Measures on Spark how well example blocks are predicted. */
public final class Evaluator {
  private Evaluator() {}

  /** Gives each row of a block a score. */
  @FunctionalInterface
  public interface BlockScorer extends Serializable {
    double[] score(ExampleBlock block);
  }

  /** The metrics of a model's scores over all blocks. */
  public static BinaryMetrics evaluate(
      JavaSparkContext spark, Model model, WorkingSet parameters, JavaRDD<ExampleBlock> blocks) {
    Broadcast<WorkingSet> broadcast = spark.broadcast(parameters);
    try {
      return evaluate(
          blocks, block -> broadcast.value().score(model, block), model.scoresAreLogOdds());
    } finally {
      broadcast.destroy();
    }
  }

  /**
   * The metrics of scores over all blocks; the same bits however the blocks are spread.
   *
   * @param logOdds whether the scores are log odds
   */
  public static BinaryMetrics evaluate(
      JavaRDD<ExampleBlock> blocks, BlockScorer scorer, boolean logOdds) {
    BinaryMetrics metrics = new BinaryMetrics(logOdds);
    for (BinaryMetrics part : blocks.mapPartitions(new MeasureBlocks(scorer, logOdds)).collect()) {
      metrics.merge(part);
    }
    return metrics;
  }

  private static final class MeasureBlocks
      implements FlatMapFunction<Iterator<ExampleBlock>, BinaryMetrics> {
    private final BlockScorer scorer;
    private final boolean logOdds;

    MeasureBlocks(BlockScorer scorer, boolean logOdds) {
      this.scorer = scorer;
      this.logOdds = logOdds;
    }

    @Override
    public Iterator<BinaryMetrics> call(Iterator<ExampleBlock> blocks) {
      BinaryMetrics metrics = new BinaryMetrics(logOdds);
      while (blocks.hasNext()) {
        ExampleBlock block = blocks.next();
        double[] scores = scorer.score(block);
        for (int row = 0; row < block.rows(); row++) {
          metrics.add(scores[row], block.label(row), block.weight(row));
        }
      }
      metrics.compact();
      return List.of(metrics).iterator();
    }
  }
}
