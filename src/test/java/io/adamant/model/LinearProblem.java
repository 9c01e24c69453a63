package io.adamant.model;

import io.adamant.data.BinaryLabels;
import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.RowFormatException;
import io.adamant.data.Rows;
import io.adamant.data.Rows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random rows, some of them without features, and random parameters for their block. */
final class LinearProblem {
  final List<Row> rows = new ArrayList<>();
  final ExampleBlock block;
  final BlockParameters parameters;

  LinearProblem(long seed, int count, boolean bias, boolean weighted, boolean valued)
      throws RowFormatException {
    SplittableRandom random = new SplittableRandom(seed);
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, new BinaryLabels(0, 1));
    for (int i = 0; i < count; i++) {
      Row row = i % 5 == 4 ? Rows.ones(i % 2) : Rows.random(random, 6, 12, weighted, valued);
      rows.add(row);
      builder.add(row.toExample());
    }
    block = builder.build();
    parameters =
        new BlockParameters(
            random.doubles(block.features(), -2, 2).toArray(),
            bias ? new double[][] {{random.nextDouble(-1, 1)}} : new double[0][]);
  }

  BlockParameters zeros() {
    return new BlockParameters(
        new double[block.features()], new double[parameters.tensors().length][1]);
  }

  double score(Row row) {
    double score = parameters.tensors().length == 0 ? 0 : parameters.tensors()[0][0];
    for (int local = 0; local < block.features(); local++) {
      double value = row.features().getOrDefault(block.featureIds()[local], 0.0);
      score += value * parameters.table()[local];
    }
    return score;
  }
}
