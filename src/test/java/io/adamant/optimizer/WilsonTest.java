package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where gradient descent and adaptive methods end on the rows of Wilson et al. (arXiv:1705.08292,
 * section 3.3): all fit every training row, and yet some call every fresh row positive.
 */
class WilsonTest {
  private static final Path FILE =
      Path.of(System.getProperty("golden.dir", "src/test/resources/reference"), "wilson.json");

  static List<WilsonRun> runs() throws IOException {
    return WilsonRun.read(FILE);
  }

  static Stream<WilsonRun> coveredRuns() throws IOException {
    return runs().stream().filter(run -> run.optimizer() != null);
  }

  static Stream<WilsonRun> gradientDescents() throws IOException {
    return coveredRuns().filter(WilsonRun::isGradientDescent);
  }

  static Stream<WilsonRun> adaptiveFullBatchRuns() throws IOException {
    return coveredRuns().filter(WilsonRun::isAdaptiveFullBatch);
  }

  @Test
  void theRowsAreTheRecordedOnesAndTheUncoveredRunsAreNamed() throws IOException {
    for (WilsonRun run : runs()) {
      assertEquals(run.ofProblem("n_pos"), run.data.positives, run.toString());
      assertEquals(run.ofProblem("dim"), run.data.features(), run.toString());
    }
    List<WilsonRun> uncovered = runs().stream().filter(run -> run.optimizer() == null).toList();
    int all = runs().size();
    System.out.printf("covered %d of %d runs%n", all - uncovered.size(), all);
    uncovered.forEach(run -> System.out.println("  not covered: " + run));
    assertTrue(all > uncovered.size());
  }

  @ParameterizedTest
  @MethodSource("coveredRuns")
  void everyTrainingRowIsFittedAndTheTestErrorIsTheRecordedOne(WilsonRun run) {
    double[] w = run.train();
    assertEquals(0.0, run.data.trainingError(w));
    assertEquals(run.recorded("test_error"), run.data.testError(w));
  }

  @ParameterizedTest
  @MethodSource("gradientDescents")
  void gradientDescentReachesTheSolutionOfLeastNormWhoseTestErrorIsZero(WilsonRun run) {
    double[] solution = run.data.leastNormSolution();
    assertArrayEquals(run.recordedLeastNorm(), Arrays.copyOf(solution, 3), 1e-12);
    double[] w = run.train();
    assertArrayEquals(solution, w, 1e-10);
    assertEquals(0.0, run.data.testError(w));
  }

  @ParameterizedTest
  @MethodSource("adaptiveFullBatchRuns")
  void adaptiveRulesWithTheFullBatchGiveAllWeightsOneSizeAndCallEveryFreshRowPositive(
      WilsonRun run) {
    double[] w = run.train();
    // With signs s of the first gradient X s = 4y, so that w = s/4 fits every row.
    double[] first = run.data.gradient(new double[w.length], run.data.allRows());
    double[] expected = Arrays.stream(first).map(g -> -Math.signum(g) / 4).toArray();
    // RMSProp keeps hopping around it by about its rate, 1e-3, with each weight.
    assertArrayEquals(expected, w, 2e-3);
    assertEquals(0.75, WilsonData.freshScore(w, 1), 6e-3);
    assertEquals(0.25, WilsonData.freshScore(w, -1), 6e-3);
    assertEquals(1 - run.data.p, run.data.testError(w));
  }
}
