package io.adamant.engine;

import io.adamant.data.CtrGenerator;
import io.adamant.data.ExampleRow;
import io.adamant.data.PackedRows;
import io.adamant.data.Placement;
import io.adamant.data.RowFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A row as a plain loop on one thread has it: global arrays, the bias behind the weights. */
final class PlainRow {
  final double label;
  final int[] features;
  final byte[] content;
  final long hash;

  PlainRow(double label, int[] features, byte[] content, long hash) {
    this.label = label;
    this.features = features;
    this.content = content;
    this.hash = hash;
  }

  /** Rows of the generator, placed by sorting. */
  static List<List<PlainRow>> byLane(DataSettings data, long seed, int features, int rows)
      throws RowFormatException {
    int lanes = data.shape().lanes();
    Placement placement = new Placement(data.seed(), lanes, 0);
    List<List<PlainRow>> rowsByLane = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      rowsByLane.add(new ArrayList<>());
    }
    CtrGenerator generator = new CtrGenerator(seed, features);
    ExampleRow row = new ExampleRow();
    for (int i = 0; i < rows; i++) {
      generator.draw(i, row, new int[CtrGenerator.FIELDS]);
      int[] ids = new int[row.size()];
      for (int j = 0; j < ids.length; j++) {
        ids[j] = row.index(j);
      }
      PackedRows packed = new PackedRows();
      packed.add(row);
      long hash = placement.hash(packed);
      rowsByLane
          .get(placement.lane(hash))
          .add(new PlainRow(row.label(), ids, packed.toByteArray(), hash));
    }
    for (List<PlainRow> laneRows : rowsByLane) {
      laneRows.sort(
          Comparator.comparing((PlainRow placed) -> placed.hash, Long::compareUnsigned)
              .thenComparing(placed -> placed.content, Arrays::compareUnsigned));
    }
    return rowsByLane;
  }

  /** Adds the gradient of the features; that of the bias is returned. */
  double addGradient(double[] parameters, double[] sum) {
    double margin = parameters[parameters.length - 1];
    for (int feature : features) {
      margin += parameters[feature];
    }
    double e = StrictMath.exp(-Math.abs(margin));
    double residual = (margin >= 0 ? 1 : e) / (1 + e) - label;
    for (int feature : features) {
      sum[feature] += residual;
    }
    return residual;
  }

  static double[] treeSum(List<double[]> leaves) {
    List<double[]> level = leaves;
    while (level.size() > 1) {
      List<double[]> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        double[] sum = new double[level.get(i).length];
        for (int j = 0; j < sum.length; j++) {
          sum[j] = level.get(i)[j] + level.get(i + 1)[j];
        }
        above.add(sum);
      }
      level = above;
    }
    return level.get(0);
  }
}
