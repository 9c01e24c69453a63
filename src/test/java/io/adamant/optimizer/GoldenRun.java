package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.SparseRows;
import io.adamant.optimizer.StepOutcome.Action;
import io.adamant.optimizer.rule.Ftrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Goes the way of a recorded run, and compares parameters and state wherever there is a record. */
final class GoldenRun {
  /** Slots by the names that PyTorch and papers have for them. */
  private static final Map<String, String> SLOTS =
      Map.ofEntries(
          Map.entry("exp_avg", "firstMoment"),
          Map.entry("m", "firstMoment"),
          Map.entry("exp_avg_sq", "secondMoment"),
          Map.entry("v", "secondMoment"),
          Map.entry("max_exp_avg_sq", "maxSecondMoment"),
          Map.entry("vmax", "maxSecondMoment"),
          Map.entry("exp_inf", "infinityNorm"),
          Map.entry("u", "infinityNorm"),
          Map.entry("momentum_buffer", "momentumBuffer"),
          Map.entry("buf", "momentumBuffer"),
          Map.entry("sum", "accumulator"),
          Map.entry("n", "accumulator"),
          Map.entry("z", "linear"),
          Map.entry("square_avg", "squareAverage"),
          Map.entry("eg", "squareAverage"),
          Map.entry("grad_avg", "gradientAverage"),
          Map.entry("ga", "gradientAverage"),
          Map.entry("acc_delta", "squaredDeltaAverage"),
          Map.entry("ex", "squaredDeltaAverage"),
          Map.entry("trust_ratio", "trustRatio"),
          Map.entry("row", "rowMoment"),
          Map.entry("col", "columnMoment"),
          Map.entry("mu_product", "momentumProduct"));

  private final GoldenCase golden;
  private final GoldenFile expected;
  private final GoldenProblem problem;
  private final GoldenRecipe recipe;
  private final ParameterLayout layout;
  private final Parameters parameters;
  private final ParameterUpdate update;
  private final OptimizerState state;
  private final double[] largest;
  private final double[] divergence;
  private final Map<String, double[]> largestOfSlots = new HashMap<>();

  /** A run with table pages of two rows. */
  GoldenRun(Path folder, GoldenCase golden, GoldenFile expected, ParameterLayout layout)
      throws IOException {
    this.golden = golden;
    this.expected = expected;
    this.layout = layout;
    problem = GoldenProblem.read(folder, golden.problem(), expected);
    recipe = GoldenRecipe.of(golden);
    // The rule's own rate is 1, so that the rate of each step is the schedule's factor.
    update =
        new ParameterUpdate(
            UpdateSettings.of(recipe.optimizer(), recipe.sparse())
                .withGroups(recipe.groups())
                .withClipping(recipe.clipping())
                .withAccumulationSteps(recipe.accumulationSteps())
                .withSchedule(step -> rate((int) step)));
    int pageValues = 2 * layout.columns();
    parameters = new Parameters(layout, pageValues);
    state = update.initialState(layout, pageValues);
    FlatParameters.set(parameters, problem.start());
    largest = Arrays.stream(problem.start()).map(Math::abs).toArray();
    divergence = new double[largest.length];
  }

  private double rate(int step) {
    Double recorded = recipe.recordedRate() ? expected.learningRates.get(step) : null;
    return recorded == null ? recipe.rate().applyAsDouble(step) : recorded;
  }

  /**
   * Goes all the way.
   *
   * @param other the same run, whose start is nudged if the problem is a closed loop: there, a
   *     difference in the last bit may grow from step to step, and the two show how much
   */
  void assertFollows(GoldenRun other) {
    if (problem.isClosedLoop()) {
      FlatParameters.set(
          other.parameters, Arrays.stream(problem.start()).map(Math::nextUp).toArray());
    }
    for (int step = 1; step <= expected.parameters.lastKey(); step++) {
      double[] gradient = problem.gradient(step, FlatParameters.of(parameters));
      double[] recorded = expected.gradients.get(step);
      if (recorded != null && recipe.tolerance().isExact()) {
        assertArrayEquals(recorded, gradient, "gradient of step " + step);
      }
      take(gradient(step, gradient));
      other.take(other.gradient(step, problem.gradient(step, FlatParameters.of(other.parameters))));
      measureDivergence(other);
      compareParameters(step);
      compareState(step);
    }
  }

  private void take(Gradient gradient) {
    if (recipe.accumulationSteps() > 1) {
      update.step(parameters, gradient, 1, 0, state);
    } else {
      // Some gradients have squares that overflow, and are to be stepped with all the same.
      update.apply(parameters, gradient, gradient.globalNorm(), Action.STEPPED, state);
    }
  }

  private void measureDivergence(GoldenRun other) {
    double[] values = FlatParameters.of(parameters);
    double[] others = FlatParameters.of(other.parameters);
    for (int i = 0; i < values.length; i++) {
      largest[i] = Math.max(largest[i], Math.abs(values[i]));
      if (problem.isClosedLoop()) {
        divergence[i] = Math.max(divergence[i], Math.abs(values[i] - others[i]));
      }
    }
  }

  private void compareParameters(int step) {
    double[] values = FlatParameters.of(parameters);
    double[] recorded = expected.parameters.get(step);
    if (recorded != null) {
      assertNear(recorded, values, largest, divergence, golden + ", parameters after step " + step);
    }
  }

  private void compareState(int step) {
    if (problem.isClosedLoop() && !recipe.tolerance().isExact()) {
      // The tolerance is for parameters: in a closed loop, moments follow gradients far larger.
      return;
    }
    expected
        .states
        .getOrDefault(step, Map.of())
        .forEach((name, values) -> compareSlot(step, name, values));
  }

  private void compareSlot(int step, String name, double[] recorded) {
    double[] actual = slot(slotName(name), recorded.length);
    if (name.equals("buf")) {
      actual = Arrays.stream(actual).map(value -> value * recipe.bufferRate()).toArray();
    }
    double[] magnitudes =
        largestOfSlots.computeIfAbsent(name, unused -> new double[recorded.length]);
    raiseToTerms(step, name, magnitudes);
    double[] none = new double[recorded.length];
    assertNear(recorded, actual, magnitudes, none, golden + ", " + name + " after step " + step);
  }

  /** FTRL's z is a sum of differences of numbers of this magnitude. */
  private void raiseToTerms(int step, String name, double[] magnitudes) {
    double[] squares = expected.states.getOrDefault(step, Map.of()).get("n");
    if (recipe.optimizer() instanceof Ftrl ftrl && name.equals("z") && squares != null) {
      for (int i = 0; i < squares.length; i++) {
        double power = Math.pow(squares[i], -ftrl.learningRatePower());
        magnitudes[i] = Math.max(magnitudes[i], power / rate(step) * largest[i]);
      }
    }
  }

  private String slotName(String recorded) {
    boolean squares = recorded.equals("v") && golden.rule().equals("rmsprop");
    String name = squares ? "squareAverage" : SLOTS.get(recorded);
    assertNotNull(name, () -> "no slot for " + recorded);
    return name;
  }

  /**
   * A slot of all parts, a scalar once for each of them; zeros where the rule needs no such slot.
   */
  private double[] slot(String name, int length) {
    Double scalar = state.scalars().get(name);
    if (scalar != null) {
      double[] values = new double[length];
      Arrays.fill(values, scalar);
      return values;
    }
    List<PagedTable> slot = state.slots().get(name);
    if (slot == null) {
      return new double[length];
    }
    // A table without rows still has a value a part.
    return FlatParameters.of(layout.rows() == 0 ? slot.subList(1, slot.size()) : slot);
  }

  /**
   * Compares, and raises the largest magnitudes so far, by which differences are measured. Equality
   * is that of numbers, for which 0.0 and -0.0 are the same.
   */
  private void assertNear(
      double[] expected, double[] actual, double[] magnitudes, double[] divergence, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      magnitudes[i] = Math.max(magnitudes[i], Math.abs(expected[i]));
      boolean equal =
          expected[i] == actual[i] || (Double.isNaN(expected[i]) && Double.isNaN(actual[i]));
      if (!equal) {
        double allowed = recipe.tolerance().of(magnitudes[i], divergence[i]);
        assertEquals(expected[i], actual[i], allowed, what + ", coordinate " + i);
      }
    }
  }

  /** A table's gradient holds only the rows that have one. */
  private Gradient gradient(int step, double[] flat) {
    int columns = layout.columns();
    int tableSize = Math.toIntExact(layout.rows() * columns);
    int[] ids = problem.rows(step, Arrays.copyOf(flat, tableSize), columns);
    double[] values =
        IntStream.of(ids)
            .flatMap(row -> IntStream.range(row * columns, (row + 1) * columns))
            .mapToDouble(i -> flat[i])
            .toArray();
    double[][] tensors = new double[layout.tensors().size()][];
    int at = tableSize;
    for (int i = 0; i < tensors.length; i++) {
      int size = layout.tensors().get(i).size();
      tensors[i] = Arrays.copyOfRange(flat, at, at + size);
      at += size;
    }
    return new Gradient(new SparseRows(columns, ids, values), tensors);
  }
}
