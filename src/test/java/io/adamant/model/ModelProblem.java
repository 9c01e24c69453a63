package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import io.adamant.data.Rows;
import io.adamant.data.Rows.Row;
import io.adamant.linalg.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random rows with labels for a model's task, some of them without features, and random parameters
 * for their block.
 */
final class ModelProblem {
  final List<Row> rows = new ArrayList<>();
  final List<Double> offsets = new ArrayList<>();
  final ExampleBlock block;
  final BlockParameters parameters;

  ModelProblem(Model model, long seed, int count, boolean weighted, boolean valued)
      throws RowFormatException {
    SplittableRandom random = new SplittableRandom(seed);
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, ExampleRow::label);
    boolean shifted = random.nextBoolean() && model.loss().outputs() == 1;
    for (int i = 0; i < count; i++) {
      Row drawn = i % 5 == 4 ? Rows.ones(0) : Rows.random(random, 6, 12, weighted, valued);
      Row row = new Row(label(model.loss(), random), drawn.weight(), drawn.features());
      rows.add(row);
      ExampleRow example = row.toExample();
      offsets.add(shifted ? random.nextDouble(-1, 1) : 0.0);
      example.setOffset(offsets.get(i));
      builder.add(example);
    }
    block = builder.build();
    parameters =
        new BlockParameters(
            random.doubles((long) block.features() * model.columns(), -1, 1).toArray(),
            model.tensors().stream()
                .map(tensor -> random.doubles(tensor.size(), -1, 1).toArray())
                .toArray(double[][]::new));
  }

  private static double label(Loss loss, SplittableRandom random) {
    return switch (loss.task()) {
      case BINARY -> random.nextInt(2);
      case MULTICLASS -> random.nextInt(loss.outputs());
      case REGRESSION -> random.nextDouble(-3, 3);
      case COUNTS -> random.nextInt(4);
      case POSITIVE -> random.nextDouble(0.1, 4);
    };
  }

  /** Of the shape of the parameters. */
  static BlockParameters zeros(Model model, ExampleBlock block) {
    return new BlockParameters(
        new double[block.features() * model.columns()],
        model.tensors().stream()
            .map(TensorShape::size)
            .map(double[]::new)
            .toArray(double[][]::new));
  }

  /** The linear score of one column of the table, with the constant term where there is one. */
  double score(int row, int column, int columns) {
    double score = offsets.get(row);
    for (double[] tensor : parameters.tensors()) {
      score += tensor[column];
    }
    for (int local = 0; local < block.features(); local++) {
      score += value(row, local) * parameters.table()[local * columns + column];
    }
    return score;
  }

  /** What a row has of a feature of the block. */
  double value(int row, int local) {
    return rows.get(row).features().getOrDefault(block.featureIds()[local], 0.0);
  }
}
