package io.adamant.optimizer;

import io.adamant.linalg.SparseRows;
import io.adamant.linalg.TensorShape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A training run on gradients that depend on the number of the step alone. */
record GradientRun(ParameterUpdate update, Parameters parameters, OptimizerState state) {
  static final int ROWS = 12;
  static final int COLUMNS = 3;

  /** A table and two tensors. */
  static final ParameterLayout LAYOUT =
      new ParameterLayout(
          "weight",
          ROWS,
          COLUMNS,
          List.of(new TensorShape("bias", 2), new TensorShape("hidden", 3, 2)));

  static final int SIZE = ROWS * COLUMNS + 8;

  /** Parameters that are one tensor. */
  static ParameterLayout vector(int length) {
    return new ParameterLayout("none", 0, 1, List.of(new TensorShape("x", length)));
  }

  GradientRun(UpdateSettings settings, ParameterLayout layout, double[] start) {
    this(
        new ParameterUpdate(settings),
        new Parameters(layout),
        new ParameterUpdate(settings).initialState(layout));
    FlatParameters.set(parameters, start);
  }

  /** From zero: FTRL's sums are those of parameters that are zero. */
  GradientRun(UpdateSettings settings, ParameterLayout layout) {
    this(settings, layout, new double[SIZE]);
  }

  double[] values() {
    return FlatParameters.of(parameters);
  }

  double[] average() {
    return FlatParameters.of(update.evaluated(parameters, state));
  }

  /** A step of a vector. */
  StepOutcome step(double[] gradient) {
    return update.step(
        parameters, new Gradient(SparseRows.empty(1), new double[][] {gradient}), 1, 0, state);
  }

  void step(int[] rows) {
    SplittableRandom random = new SplittableRandom(seed());
    double[] values = random.doubles(SIZE, -1, 1).toArray();
    update.step(parameters, gradient(LAYOUT, rows, values), 2, 0, state);
  }

  /** Another half of the rows in every step, and none of one row. */
  void stepSomeRows() {
    SplittableRandom random = new SplittableRandom(~seed());
    step(IntStream.range(1, ROWS).filter(row -> random.nextBoolean()).toArray());
  }

  private long seed() {
    return 31 * state.step() + state.accumulation().count();
  }

  GradientRun savedAndRestored() throws IOException, ClassNotFoundException {
    return new GradientRun(
        new ParameterUpdate(update.settings()), restored(parameters), restored(state));
  }

  /** The gradient of some rows of the table and of all tensors, out of values for all. */
  static Gradient gradient(ParameterLayout layout, int[] rows, double[] values) {
    int columns = layout.columns();
    double[] table =
        IntStream.of(rows)
            .flatMap(row -> IntStream.range(row * columns, (row + 1) * columns))
            .mapToDouble(i -> values[i])
            .toArray();
    double[][] tensors = new double[layout.tensors().size()][];
    int at = Math.toIntExact(layout.rows() * columns);
    for (int i = 0; i < tensors.length; i++) {
      int size = layout.tensors().get(i).size();
      tensors[i] = Arrays.copyOfRange(values, at, at + size);
      at += size;
    }
    return new Gradient(new SparseRows(columns, rows, table), tensors);
  }

  @SuppressWarnings("unchecked")
  static <T> T restored(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
