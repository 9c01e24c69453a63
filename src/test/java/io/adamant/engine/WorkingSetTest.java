package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.adamant.linalg.TensorShape;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.Parameters;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingSetTest {
  private static final int ROWS = 1_000;

  private static Parameters parameters(int columns) {
    Parameters parameters =
        new Parameters(
            new ParameterLayout("t", ROWS, columns, List.of(new TensorShape("bias", 2))), 64);
    Random random = new Random(2);
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < columns; column++) {
        // A third of the rows stays zero.
        parameters.table().set(row, column, row % 3 == 0 ? 0 : random.nextGaussian());
      }
    }
    return parameters;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rowsAreThoseOfTheTable(int columns) {
    Parameters parameters = parameters(columns);
    int[] ids = {0, 4, 63, 64, 500, 999};
    int[] block = {4, 64, 999};
    WorkingSet workingSet = WorkingSet.gather(parameters, ids);
    assertNotNull(workingSet.ids());
    int[] places = workingSet.placesOf(block);
    assertArrayEquals(new int[] {1, 3, 5}, places);
    assertArrayEquals(block, workingSet.idsAt(places));
    double[] rows = workingSet.rowsAt(places);
    for (int i = 0; i < block.length; i++) {
      for (int column = 0; column < columns; column++) {
        assertEquals(parameters.table().get(block[i], column), rows[i * columns + column]);
      }
    }
  }

  @Test
  void laterStepsDoNotReachIt() {
    Parameters parameters = parameters(1);
    WorkingSet workingSet = WorkingSet.gather(parameters, new int[] {1});
    double before = workingSet.values()[0];
    parameters.table().set(1, 0, 77);
    parameters.tensors()[0][0] = 77;
    assertEquals(before, workingSet.values()[0]);
    assertEquals(0, workingSet.tensors()[0][0]);
  }

  @Test
  void nearlyAllRowsTravelAsTheWholeTableWithoutIds() {
    Parameters parameters = parameters(1);
    int[] nearlyAll = new int[ROWS - 1];
    for (int i = 0; i < nearlyAll.length; i++) {
      nearlyAll[i] = i;
    }
    WorkingSet whole = WorkingSet.gather(parameters, nearlyAll);
    assertNull(whole.ids());
    assertEquals(ROWS, whole.size());
    assertArrayEquals(new int[] {5, 999}, whole.placesOf(new int[] {5, 999}));
    assertEquals(8L * ROWS + 16, whole.wireBytes());
  }

  @Test
  void float32RoundsRowsAndTensorsAndTakesHalfTheBytes() {
    Parameters parameters = parameters(2);
    parameters.tensors()[0][1] = 1.0 / 3;
    parameters.table().set(4, 1, -1e-60);
    int[] ids = {1, 4, 500};
    WorkingSet exact = WorkingSet.gather(parameters, ids);
    WorkingSet rounded = WorkingSet.gather(parameters, ids, WirePrecision.FLOAT32);
    assertArrayEquals(ids, rounded.ids());
    for (int i = 0; i < exact.values().length; i++) {
      assertEquals((double) (float) exact.values()[i] + 0.0, rounded.values()[i]);
    }
    assertArrayEquals(new double[] {0, (float) (1.0 / 3)}, rounded.tensors()[0]);
    long idBytes = exact.wireBytes() - 8 * 8;
    assertEquals(8 * 4 + idBytes, rounded.wireBytes());
    // The parameters themselves stay as they are.
    assertEquals(1.0 / 3, parameters.tensors()[0][1]);
    assertEquals(-1e-60, parameters.table().get(4, 1));
  }

  @Test
  void allHoldsEveryRowThatIsNotZeroAndAbsentOnesAreZero() {
    Parameters parameters = parameters(1);
    WorkingSet all = WorkingSet.all(parameters);
    assertEquals(ROWS - 334, all.size());
    int[] everyRow = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      everyRow[i] = i;
    }
    double[] rows = all.rowsAt(all.placesOf(everyRow));
    for (int i = 0; i < ROWS; i++) {
      assertEquals(parameters.table().get(i, 0), rows[i]);
    }
  }
}
