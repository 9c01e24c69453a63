package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  private static double[] slopes(Activation activation, double[] units) {
    double[] slopes = new double[units.length];
    activation.apply(units, slopes);
    return slopes;
  }

  private static double value(Activation activation, double z) {
    double[] units = {z};
    slopes(activation, units);
    return units[0];
  }

  @ParameterizedTest
  @EnumSource
  void slopesAreThoseOfCentralDifferences(Activation activation) {
    double[] inputs = IntStream.range(-80, 80).mapToDouble(i -> i / 10.0 + 0.05).toArray();
    double[] slopes = slopes(activation, inputs.clone());
    for (int i = 0; i < inputs.length; i++) {
      double above = value(activation, inputs[i] + 1e-5);
      double below = value(activation, inputs[i] - 1e-5);
      assertEquals((above - below) / 2e-5, slopes[i], 1e-8);
    }
  }

  /** PyTorch: {@code relu}, {@code gelu(approximate="tanh")}, {@code tanh} of -2, -.5, 0, 1.5. */
  @Test
  void valuesAreThoseOfPyTorch() {
    double[] inputs = {-2, -0.5, 0, 1.5};
    Map<Activation, double[]> expected =
        Map.of(
            Activation.RELU,
            new double[] {0.0, 0.0, 0.0, 1.5},
            Activation.GELU,
            new double[] {-0.04540230591222494, -0.15428599017485606, 0.0, 1.3995715769802328},
            Activation.TANH,
            new double[] {-0.9640275800758169, -0.46211715726000974, 0.0, 0.9051482536448664});
    assertEquals(Set.of(Activation.values()), expected.keySet());
    expected.forEach(
        (activation, values) -> {
          for (int i = 0; i < inputs.length; i++) {
            assertEquals(values[i], value(activation, inputs[i]), 1e-15, activation.name());
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aNumberThatIsNoneStaysNone(Activation activation) {
    assertTrue(Double.isNaN(value(activation, Double.NaN)));
  }
}
