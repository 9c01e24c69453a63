package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.InitialValues;
import io.adamant.linalg.RowPlaces;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Ftrl;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitialValuesTest {
  private static final int ROWS = 200;
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          "weight",
          ROWS,
          List.of(
              new ColumnGroup("linear", 1),
              new ColumnGroup("factors", 2, InitialValues.normal(0.1, 7))),
          List.of());

  @Test
  void normalValuesHaveTheMomentsOfTheNormalDistribution() {
    InitialValues values = InitialValues.normal(0.5, 3);
    double[] drawn =
        IntStream.range(0, 100_000).mapToDouble(i -> values.value(i / 4, i % 4)).toArray();
    assertEquals(0, moment(drawn, 1), 0.01);
    assertEquals(0.25, moment(drawn, 2), 0.01);
    assertEquals(0, moment(drawn, 3), 0.01);
    assertEquals(3 * 0.0625, moment(drawn, 4), 0.01);
  }

  @Test
  void uniformValuesFillTheirRange() {
    InitialValues values = InitialValues.uniform(0.5, 3);
    double[] drawn = IntStream.range(0, 100_000).mapToDouble(i -> values.value(i, i % 3)).toArray();
    assertTrue(Arrays.stream(drawn).allMatch(value -> value >= -0.5 && value <= 0.5));
    assertEquals(0, moment(drawn, 1), 0.01);
    assertEquals(1.0 / 12, moment(drawn, 2), 0.001);
    assertEquals(1.0 / 80, moment(drawn, 4), 0.001);
  }

  private static double moment(double[] values, int power) {
    return Arrays.stream(values).map(value -> Math.pow(value, power)).average().orElseThrow();
  }

  @Test
  void seedFeatureAndColumnMakeAnotherValueEachAndNothingElseDoes() {
    InitialValues values = InitialValues.normal(1, 3);
    assertEquals(values.value(5, 1), InitialValues.normal(1, 3).value(5, 1));
    assertNotEquals(values.value(5, 1), values.value(6, 1));
    assertNotEquals(values.value(5, 1), values.value(5, 2));
    assertNotEquals(values.value(5, 1), InitialValues.normal(1, 4).value(5, 1));
    assertEquals(2 * values.value(5, 1), InitialValues.normal(2, 3).value(5, 1));
  }

  @Test
  void scalesThatAreNoneAreRefused() {
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> InitialValues.normal(scale, 0));
      assertThrows(IllegalArgumentException.class, () -> InitialValues.uniform(scale, 0));
    }
  }

  @Test
  void tensorsBeginWithTheirOwnValues() {
    InitialValues values = InitialValues.uniform(0.25, 3);
    ParameterLayout layout =
        new ParameterLayout(
            "weight",
            2,
            1,
            List.of(
                new TensorShape("upper", values, 40, 50),
                new TensorShape("lower", values, 40, 50),
                new TensorShape("bias", 3)));
    double[][] tensors = new Parameters(layout).tensors();
    double[] both =
        DoubleStream.concat(Arrays.stream(tensors[0]), Arrays.stream(tensors[1])).toArray();
    assertTrue(Arrays.stream(both).allMatch(value -> Math.abs(value) <= 0.25));
    assertEquals(4_000, Arrays.stream(both).distinct().count());
    assertEquals(0.25 * 0.25 / 3, moment(both, 2), 0.001);
    assertArrayEquals(new double[3], tensors[2]);
    assertArrayEquals(tensors[0], new Parameters(layout).tensors()[0]);
  }

  @Test
  void aTensorThatBeginsOtherwiseIsAnotherTensor() {
    TensorShape shape = new TensorShape("upper", InitialValues.uniform(0.25, 3), 2);
    assertEquals(shape, new TensorShape("upper", InitialValues.uniform(0.25, 3), 2));
    assertNotEquals(shape, new TensorShape("upper", InitialValues.uniform(0.25, 4), 2));
    assertNotEquals(shape, new TensorShape("upper", 2));
    assertEquals("upper[2] from uniform(0.25, seed 3)", shape.toString());
    assertEquals("upper[2]", new TensorShape("upper", 2).toString());
  }

  private static Parameters parameters(boolean onFirstTouch) {
    return new Parameters(
        LAYOUT, onFirstTouch ? RowPlaces.onFirstTouch(ROWS) : RowPlaces.all(ROWS), 16);
  }

  @ParameterizedTest
  @EnumSource(names = {"LAZY", "DEFERRED"})
  void rowsThatWereNeverTouchedAreTheirInitialValuesAndOthersBeganThere(SparseUpdates sparse) {
    ParameterUpdate update = new ParameterUpdate(UpdateSettings.of(new Adam(0.01), sparse));
    double[][] trained = new double[2][];
    for (int form = 0; form < 2; form++) {
      Parameters parameters = parameters(form == 1);
      OptimizerState state = update.initialState(parameters);
      for (int step = 0; step < 60; step++) {
        int[] rows = {step % 7, 10 + step % 11, 50 + step};
        update.catchUp(parameters, rows, state);
        double[] gradient = parameters.gather(rows).values();
        update.step(
            parameters,
            new Gradient(new SparseRows(3, rows, gradient), new double[0][]),
            1,
            0,
            state);
      }
      update.catchUpAll(parameters, state);
      trained[form] = FlatParameters.of(update.evaluated(parameters, state));
      assertEquals(
          LAYOUT.columnGroups().get(1).initialValues().value(150, 2), parameters.get(150, 2));
      assertEquals(0, parameters.get(150, 0));
      assertNotEquals(
          LAYOUT.columnGroups().get(1).initialValues().value(60, 2), parameters.get(60, 2));
      assertArrayEquals(trained[form], FlatParameters.of(parameters.withAllRows()));
    }
    assertArrayEquals(trained[0], trained[1]);
  }

  @Test
  void whatMovesRowsBeforeTheyAreTouchedIsRefusedByName() {
    for (Optimizer rule : List.of(new AdamW(0.01), new Ftrl(0.1))) {
      ParameterUpdate deferred =
          new ParameterUpdate(UpdateSettings.of(rule, SparseUpdates.DEFERRED));
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> deferred.initialState(parameters(true)));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("factors begin with normal(0.1, seed 7)"), message);
      assertEquals(0, deferred.initialState(parameters(false)).step());
      ParameterUpdate lazy = new ParameterUpdate(UpdateSettings.of(rule, SparseUpdates.LAZY));
      assertEquals(0, lazy.initialState(parameters(true)).step());
    }
  }
}
