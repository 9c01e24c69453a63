package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import io.adamant.linalg.TreeSum;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.rule.Adam;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepsApartTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout("weight", 3, 1, List.of(new TensorShape("bias", 1)));
  private static final StateColumns COLUMNS = new StateColumns(new Adam(0.1), LAYOUT);

  private static StepsApart apart(int shards, int steps) {
    return new StepsApart(COLUMNS, shards, steps);
  }

  @Test
  void rowsThatAllShardsTouchInEachStepAreAveraged() {
    for (int shards : new int[] {1, 2, 4, 64}) {
      for (int steps : new int[] {1, 7, 16}) {
        assertEquals(1.0 / shards, apart(shards, steps).factor(shards * steps));
      }
    }
  }

  @Test
  void aRowOfOneTouchAmongManyIsTakenWhole() {
    assertEquals(1, apart(2, 16).factor(1), 1e-14);
    assertEquals(1, apart(64, 16).factor(1), 1e-14);
    assertEquals(1, apart(1, 16).factor(3));
  }

  @Test
  void theFactorIsTheShareOfDistinctStepsAmongTouchesDrawnByChance() {
    Random random = new Random(5);
    int shards = 4;
    int steps = 16;
    for (double chance : new double[] {0.05, 0.3, 0.8}) {
      double distinct = 0;
      double touches = 0;
      double estimated = 0;
      for (int draw = 0; draw < 20_000; draw++) {
        BitSet union = new BitSet();
        int sum = 0;
        for (int i = 0; i < shards * steps; i++) {
          if (random.nextDouble() < chance) {
            union.set(i % steps);
            sum++;
          }
        }
        distinct += union.cardinality();
        touches += sum;
        estimated += sum * apart(shards, steps).factor(sum);
      }
      assertEquals(distinct, estimated, 0.005 * distinct);
      assertTrue(distinct < touches);
    }
  }

  /** Two shards, three steps: row 0 touched by both in all, row 1 by one of them once. */
  @Test
  void differencesAndSlotsOfTwoShards() {
    double[] before = {5, 1, 10, 6, 2, 20};
    double[][] tensorsBefore = {{8}, {0.5}, {0.25}};
    StateCopy left = COLUMNS.copy(new double[] {4, 3, 30, 5.5, 4, 40}, tensors(7, 1, 2), 0, NONE);
    StateCopy right = COLUMNS.copy(new double[] {2, 7, 50}, tensors(4, 3, 4), 0, NONE);
    SparseRows leftBack =
        StepsApart.rowsBack(COLUMNS, new int[] {0, 1}, before, left, new int[] {3, 1});
    SparseRows rightBack =
        StepsApart.rowsBack(COLUMNS, new int[] {0}, before, right, new int[] {3});
    SparseRows back = TreeSum.of(new SparseRows[] {leftBack, rightBack}, 2, WirePrecision.FLOAT64);
    double[][] tensorsBack =
        sum(
            StepsApart.tensorsBack(COLUMNS, tensorsBefore, left, 3, 1),
            StepsApart.tensorsBack(COLUMNS, tensorsBefore, right, 3, 0));

    Gradient difference = apart(2, 3).difference(back, tensorsBack);
    // One touch is one step.
    assertArrayEquals(new double[] {(1 + 3) / 2.0, 0.5}, difference.table().values(), 1e-15);
    assertEquals((1 + 4) / 2.0, difference.tensors()[0][0]);
    assertEquals(1, StepsApart.clippedSteps(tensorsBack));

    StateCopy whole = COLUMNS.copy(new double[9], tensors(0, 0, 0), 0, NONE);
    apart(2, 3).writeSlots(whole.parameters(), whole.state(), back, tensorsBack);
    double[] rows = COLUMNS.rows(whole.parameters(), whole.state(), new int[] {0, 1, 2});
    assertArrayEquals(new double[] {0, 5, 40, 0, 4, 40, 0, 0, 0}, rows, 1e-14);
    double[][] now = COLUMNS.tensors(whole.parameters(), whole.state());
    assertArrayEquals(new double[] {0, 2, 3}, new double[] {now[0][0], now[1][0], now[2][0]});
  }

  private static final Map<String, Double> NONE = Map.of();

  private static double[][] tensors(double bias, double first, double second) {
    return new double[][] {{bias}, {first}, {second}};
  }

  private static double[][] sum(double[][] left, double[][] right) {
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < left[i].length; j++) {
        left[i][j] += right[i][j];
      }
    }
    return left;
  }
}
