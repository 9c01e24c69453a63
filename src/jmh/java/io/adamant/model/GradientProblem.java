package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.util.Random;

/** A block of made-up rows, a model's parameters on it, and the block's entries as plain arrays. */
final class GradientProblem {
  static final int ROWS = 1024;
  static final int FIELDS = 39;
  private static final int FEATURES_OF_A_FIELD = 100;

  final ExampleBlock block;
  final BlockParameters parameters;
  final BlockParameters gradient;
  final int[] ids;
  final double[] values;

  GradientProblem(Model model, boolean valued) throws RowFormatException {
    Random random = new Random(1);
    int labels = Math.max(2, model.loss().outputs());
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, ExampleRow::label);
    ExampleRow row = new ExampleRow();
    for (int i = 0; i < ROWS; i++) {
      row.start(random.nextInt(labels), 1);
      for (int field = 0; field < FIELDS; field++) {
        int feature = field * FEATURES_OF_A_FIELD + random.nextInt(FEATURES_OF_A_FIELD);
        row.add(feature, valued ? random.nextGaussian() : 1);
      }
      row.finish();
      builder.add(row);
    }
    block = builder.build();
    parameters = drawn(model, random);
    gradient = drawn(model, random);
    ids = new int[block.nonZeros()];
    values = new double[block.nonZeros()];
    for (int entry = 0; entry < ids.length; entry++) {
      ids[entry] = block.localId(entry);
      values[entry] = block.value(entry);
    }
  }

  private BlockParameters drawn(Model model, Random random) {
    return new BlockParameters(
        random.doubles((long) block.features() * model.columns(), -0.1, 0.1).toArray(),
        model.tensors().stream()
            .map(tensor -> random.doubles(tensor.size(), -0.1, 0.1).toArray())
            .toArray(double[][]::new));
  }

  /** The softmax loss of scores, in whose place it leaves the derivatives. */
  static double softmaxByHand(double[] z, int label) {
    double largest = z[0];
    for (int i = 1; i < z.length; i++) {
      largest = Math.max(largest, z[i]);
    }
    double own = z[label] - largest;
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      z[i] = StrictMath.exp(z[i] - largest);
      sum += z[i];
    }
    for (int i = 0; i < z.length; i++) {
      z[i] /= sum;
    }
    z[label] -= 1;
    return StrictMath.log(sum) - own;
  }
}
