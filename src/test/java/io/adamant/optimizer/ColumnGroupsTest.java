package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The column groups of a table, each with settings, slots and norms of its own. */
class ColumnGroupsTest {
  private static final int ROWS = 9;
  private static final ParameterLayout AS_GROUPS =
      new ParameterLayout(
          "table",
          ROWS,
          List.of(new ColumnGroup("linear", 1), new ColumnGroup("factors", 2)),
          List.of());
  private static final ParameterLayout AS_TENSORS =
      new ParameterLayout(
          "none",
          0,
          1,
          List.of(new TensorShape("linear", ROWS), new TensorShape("factors", ROWS, 2)));

  /** Only the factors decay, at twice the rate, with a penalty. */
  private static final List<ParameterGroup> SETTINGS =
      List.of(
          new ParameterGroup("linear", 1, 0.0),
          new ParameterGroup("factors", 2, 0.1, 0.01, 0, Double.POSITIVE_INFINITY, false));

  static Stream<OptimizerTable.Entry> entries() {
    return OptimizerTable.entries();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void columnGroupsAreSteppedLikeATensorEach(OptimizerTable.Entry entry) {
    for (SparseUpdates sparse : List.of(SparseUpdates.DENSE, SparseUpdates.LAZY)) {
      ParameterUpdate update =
          new ParameterUpdate(UpdateSettings.of(entry.optimizer(), sparse).withGroups(SETTINGS));
      Parameters groups = new Parameters(AS_GROUPS, 6);
      Parameters tensors = new Parameters(AS_TENSORS);
      OptimizerState groupState = update.initialState(AS_GROUPS, 6);
      OptimizerState tensorState = update.initialState(AS_TENSORS);
      double[] start = new SplittableRandom(1).doubles(3L * ROWS, -1, 1).toArray();
      FlatParameters.set(groups, start);
      FlatParameters.set(tensors, apart(start));
      int[] ids = IntStream.range(0, ROWS).toArray();
      for (int step = 0; step < 5; step++) {
        double[] rows = new SplittableRandom(step).doubles(3L * ROWS, -1, 1).toArray();
        double[] columns = apart(rows);
        double[][] each = {
          IntStream.range(0, ROWS).mapToDouble(i -> columns[i]).toArray(),
          IntStream.range(ROWS, 3 * ROWS).mapToDouble(i -> columns[i]).toArray()
        };
        Gradient ofRows = new Gradient(new SparseRows(3, ids, rows), new double[0][]);
        update.step(groups, ofRows, 1, 0, groupState);
        update.step(tensors, new Gradient(SparseRows.empty(1), each), 1, 0, tensorState);
      }
      assertArrayEquals(FlatParameters.of(tensors), apart(FlatParameters.of(groups)));
    }
  }

  /** The first column of all rows, then the two others, row after row. */
  private static double[] apart(double[] rows) {
    return IntStream.concat(
            IntStream.range(0, ROWS).map(row -> 3 * row),
            IntStream.range(0, ROWS).flatMap(row -> IntStream.of(3 * row + 1, 3 * row + 2)))
        .mapToDouble(i -> rows[i])
        .toArray();
  }
}
