package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticTest {
  @ParameterizedTest
  @ValueSource(
      doubles = {
        0, 1e-300, 1e-16, 1e-9, 1e-5, 0.1, 0.5, 1, 2, 5, 10, 20, 30, 36.5, 37, 40, 100, 500, 700,
        709, 720, 740, 745.1
      })
  void probabilityAndLossAreRightToAFewUlpsAtAnyMargin(double margin) {
    assertAccurate(margin);
    assertAccurate(-margin);
  }

  @Property(tries = 100)
  void probabilityAndLossAreRightToAFewUlps(
      @ForAll @DoubleRange(min = -745, max = 745) double margin) {
    assertAccurate(margin);
  }

  private static void assertAccurate(double margin) {
    assertClose(PreciseLogistic.probability(margin), Logistic.probability(margin));
    assertClose(PreciseLogistic.softplus(-margin), Logistic.loss(margin, 1));
    assertClose(PreciseLogistic.softplus(margin), Logistic.loss(margin, 0));
  }

  private static void assertClose(double expected, double actual) {
    // Where the result is subnormal, StrictMath's exp itself rounds there.
    assertEquals(expected, actual, 3 * Math.ulp(expected));
  }

  @Test
  void farOutsideNothingOverflows() {
    for (double margin : new double[] {746, 1e4, 1e308}) {
      assertEquals(1.0, Logistic.probability(margin));
      assertEquals(0.0, Logistic.probability(-margin));
      assertEquals(0.0, Logistic.loss(margin, 1));
      assertEquals(margin, Logistic.loss(margin, 0));
      assertEquals(margin, Logistic.loss(-margin, 1));
      assertEquals(0.0, Logistic.loss(-margin, 0));
    }
  }

  @Property
  void theProbabilitiesOfBothClassesAddUpToOne(
      @ForAll @DoubleRange(min = -800, max = 800) double margin) {
    double sum = Logistic.probability(margin) + Logistic.probability(-margin);
    assertEquals(1.0, sum, 0x1p-52);
  }

  @Test
  void aMarginThatIsNotANumberHasNoProbabilityAndNoLoss() {
    assertTrue(Double.isNaN(Logistic.probability(Double.NaN)));
    assertTrue(Double.isNaN(Logistic.loss(Double.NaN, 1)));
  }
}
