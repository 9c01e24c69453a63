package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.metrics.Metrics;
import io.adamant.model.Loss;
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

  /** Gives each row of a block its scores. */
  @FunctionalInterface
  public interface BlockScorer extends Serializable {
    double[] score(ExampleBlock block);
  }

  /** The metrics of a model's scores over all blocks. */
  public static Metrics evaluate(
      JavaSparkContext spark, Model model, WorkingSet parameters, JavaRDD<ExampleBlock> blocks) {
    Broadcast<WorkingSet> broadcast = spark.broadcast(parameters);
    try {
      return evaluate(blocks, block -> broadcast.value().score(model, block), model.loss());
    } finally {
      broadcast.destroy();
    }
  }

  /**
   * The metrics of scores over all blocks; the same bits however the blocks are spread.
   *
   * @param loss what the scores are for
   */
  public static Metrics evaluate(JavaRDD<ExampleBlock> blocks, BlockScorer scorer, Loss loss) {
    Metrics metrics = Measuring.begin(loss);
    for (Metrics part : blocks.mapPartitions(new MeasureBlocks(scorer, loss)).collect()) {
      metrics.merge(part);
    }
    return metrics;
  }

  private static final class MeasureBlocks
      implements FlatMapFunction<Iterator<ExampleBlock>, Metrics> {
    private final BlockScorer scorer;
    private final Loss loss;

    MeasureBlocks(BlockScorer scorer, Loss loss) {
      this.scorer = scorer;
      this.loss = loss;
    }

    @Override
    public Iterator<Metrics> call(Iterator<ExampleBlock> blocks) {
      Metrics metrics = Measuring.begin(loss);
      while (blocks.hasNext()) {
        ExampleBlock block = blocks.next();
        Measuring.add(loss, block, scorer.score(block), metrics);
      }
      metrics.compact();
      return List.of(metrics).iterator();
    }
  }
}
