package io.adamant.benchmark;

import io.adamant.data.BinaryLabels;
import io.adamant.data.ExampleBlock;
import io.adamant.engine.EvaluationExamples;
import io.adamant.engine.Evaluator;
import io.adamant.engine.InputRules;
import io.adamant.engine.RowSource;
import io.adamant.model.LogisticLoss;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Rows that nothing is trained on, and what linear models lose on them, whoever trained them. */
final class HeldOut implements AutoCloseable {
  private final JavaSparkContext spark;
  private final EvaluationExamples examples;

  private HeldOut(JavaSparkContext spark, EvaluationExamples examples) {
    this.spark = spark;
    this.examples = examples;
  }

  static HeldOut load(JavaSparkContext spark, RowSource source, int features) {
    InputRules rules = new InputRules(features, 0, false, 0);
    return new HeldOut(spark, EvaluationExamples.load(source, rules, new BinaryLabels(0, 1)));
  }

  JavaRDD<ExampleBlock> blocks() {
    return examples.blocks();
  }

  /** The log loss of a linear model. */
  double logLoss(double[] weights, double bias) {
    Broadcast<double[]> broadcast = spark.broadcast(weights);
    try {
      return Evaluator.evaluate(blocks(), new LinearScorer(broadcast, bias), new LogisticLoss())
          .loss();
    } finally {
      broadcast.destroy();
    }
  }

  @Override
  public void close() {
    examples.close();
  }

  private static final class LinearScorer implements Evaluator.BlockScorer {
    private final Broadcast<double[]> weights;
    private final double bias;

    LinearScorer(Broadcast<double[]> weights, double bias) {
      this.weights = weights;
      this.bias = bias;
    }

    @Override
    public double[] score(ExampleBlock block) {
      double[] all = weights.value();
      double[] own = new double[block.features()];
      for (int i = 0; i < own.length; i++) {
        own[i] = all[block.featureIds()[i]];
      }
      double[] scores = new double[block.rows()];
      block.multiply(own, bias, scores);
      return scores;
    }
  }
}
