package io.adamant.jobs;

import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleBlock;
import io.adamant.engine.Evaluator;

/** Scores generated rows with the truth that drew their labels. */
final class CtrTruth implements Evaluator.BlockScorer {
  private final CtrGenerator generator;

  CtrTruth(CtrGenerator generator) {
    this.generator = generator;
  }

  @Override
  public double[] score(ExampleBlock block) {
    double[] weights = new double[block.features()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = generator.weight(block.featureIds()[i]);
    }
    double[] scores = new double[block.rows()];
    block.multiply(weights, generator.bias(), scores);
    return scores;
  }
}
