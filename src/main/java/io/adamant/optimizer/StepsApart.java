package io.adamant.optimizer;

import io.adamant.linalg.SparseRows;
import java.util.Arrays;

/**
 * What steps come to that several shards have taken apart, each h of them on a copy of its own:
 *
 * <pre>
 *   Δ = (steps that touched the row / Σ nᵢ) Σ (θ − θᵢ)       the gradient for the outer optimizer
 *   s = Σ nᵢ sᵢ / Σ nᵢ                                        each slot
 *   steps that touched the row = h (1 − Π (h S − Σ nᵢ − j) / (h S − j)),  j = 0 .. S − 1
 * </pre>
 *
 * <p>θᵢ and sᵢ are parameters and slots of shard i after its steps, nᵢ those of its steps that
 * touched the row, S the number of shards. A row that every shard touches in every step has h of h
 * S: the mean over the shards, as in McMahan et al., "Communication-efficient learning of deep
 * networks from decentralized data" (2017), with moments as in Yu, Jin and Yang, "On the linear
 * speedup analysis of communication efficient momentum SGD" (2019). A rare row is touched in
 * different steps, and synchronous steps would have moved it in each of them: its differences add
 * up. In between, rows are in shards by their content's hash, so that a step of one shard says
 * nothing of the same step of another: the last line is the mean number of distinct steps where Σ
 * nᵢ of the h S are drawn by chance. Slots are averaged in any case, since only an average of
 * squares is sure to stay one.
 *
 * <p>Dense tensors go the same way; a shard touches them in each step that has rows.
 */
public final class StepsApart {
  private final StateColumns columns;
  private final int shards;
  private final int steps;

  /** What differences of rows are multiplied by, by the sum of n; NaN where it is yet unknown. */
  private final double[] factors;

  /**
   * @param shards number of shards S
   * @param steps steps h that each has taken, at least 1
   */
  public StepsApart(StateColumns columns, int shards, int steps) {
    this.columns = columns;
    this.shards = shards;
    this.steps = steps;
    factors = new double[Math.addExact(Math.multiplyExact(shards, steps), 1)];
    Arrays.fill(factors, Double.NaN);
  }

  /** Values of a row in what shards send back: θ − θᵢ, nᵢ sᵢ and nᵢ. */
  public static int columnsBack(StateColumns columns) {
    return columns.columns() + 1;
  }

  /**
   * What a shard sends back of the table.
   *
   * @param ids of the rows, ascending
   * @param before the rows as they came
   * @param after the same after its steps
   * @param touches how many of the steps touched each
   */
  public static SparseRows rowsBack(
      StateColumns columns, int[] ids, double[] before, StateCopy after, int[] touches) {
    int[] places = new int[ids.length];
    Arrays.setAll(places, place -> place);
    double[] now = columns.rows(after.parameters(), after.state(), places);
    int width = columns.columns();
    double[] back = new double[Math.multiplyExact(ids.length, width + 1)];
    for (int row = 0; row < ids.length; row++) {
      int to = row * (width + 1);
      contribute(columns.parameters(), before, now, row * width, width, touches[row], back, to);
      back[to + width] = touches[row];
    }
    return new SparseRows(width + 1, ids, back);
  }

  /** The first {@code parameters} of {@code count} values are parameters, the others slots. */
  private static void contribute(
      int parameters,
      double[] before,
      double[] now,
      int from,
      int count,
      int touches,
      double[] back,
      int to) {
    for (int i = 0; i < count; i++) {
      double value = i < parameters ? before[from + i] - now[from + i] : touches * now[from + i];
      // Sums in tree order do not take -0.0.
      back[to + i] = value + 0.0;
    }
  }

  /** Dense tensors in the shape of {@link #tensorsBack} where no step was taken. */
  public static double[][] noTensorsBack(StateColumns columns) {
    double[][] zeros = columns.zeroTensors();
    double[][] back = Arrays.copyOf(zeros, zeros.length + 1);
    back[zeros.length] = new double[2];
    return back;
  }

  /**
   * What a shard sends back of the dense tensors: the same as of a row, and at last a tensor of n
   * and the number of steps whose gradient was clipped.
   */
  public static double[][] tensorsBack(
      StateColumns columns, double[][] before, StateCopy after, int touches, int clipped) {
    double[][] back = noTensorsBack(columns);
    double[][] now = columns.tensors(after.parameters(), after.state());
    for (int i = 0; i < now.length; i++) {
      int parameters = i < columns.tensors() ? now[i].length : 0;
      contribute(parameters, before[i], now[i], 0, now[i].length, touches, back[i], 0);
    }
    back[now.length] = new double[] {touches, clipped};
    return back;
  }

  /** Steps of all shards whose gradients were clipped. */
  public static long clippedSteps(double[][] tensorsBack) {
    return (long) tensorsBack[tensorsBack.length - 1][1];
  }

  /**
   * Δ of all parameters: what the outer optimizer takes for a gradient.
   *
   * @param rowsBack sum of what the shards sent back, with the ids of the table
   * @param tensorsBack the same of the dense tensors
   */
  public Gradient difference(SparseRows rowsBack, double[][] tensorsBack) {
    int parameters = columns.parameters();
    int width = rowsBack.columns();
    double[] back = rowsBack.values();
    double[] table = new double[rowsBack.size() * parameters];
    for (int row = 0; row < rowsBack.size(); row++) {
      double factor = factor(back[(row + 1) * width - 1]);
      for (int i = 0; i < parameters; i++) {
        table[row * parameters + i] = factor * back[row * width + i];
      }
    }
    double[][] tensors = new double[columns.tensors()][];
    double factor = factor(tensorsBack[tensorsBack.length - 1][0]);
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = tensorsBack[i].clone();
      for (int j = 0; j < tensors[i].length; j++) {
        tensors[i][j] *= factor;
      }
    }
    return new Gradient(new SparseRows(parameters, rowsBack.ids(), table), tensors);
  }

  /** Writes the averaged slots to the state. */
  public void writeSlots(
      Parameters parameters, OptimizerState state, SparseRows rowsBack, double[][] tensorsBack) {
    int width = rowsBack.columns();
    double[] means = rowsBack.values().clone();
    for (int row = 0; row < rowsBack.size(); row++) {
      double touches = means[(row + 1) * width - 1];
      for (int i = columns.parameters(); i < width - 1; i++) {
        means[row * width + i] /= touches;
      }
    }
    columns.writeSlots(parameters, state, rowsBack.ids(), means, width);
    double touches = tensorsBack[tensorsBack.length - 1][0];
    if (touches > 0) {
      double[][] ofTensors = new double[tensorsBack.length - 1][];
      for (int i = 0; i < ofTensors.length; i++) {
        ofTensors[i] = tensorsBack[i].clone();
        for (int j = 0; j < ofTensors[i].length; j++) {
          ofTensors[i][j] /= touches;
        }
      }
      columns.writeSlotsOfTensors(parameters, state, ofTensors);
    }
  }

  /** Steps that touched a row over the sum of the shards' steps that did. */
  double factor(double sumOfTouches) {
    int sum = (int) sumOfTouches;
    if (shards == 1 || sum == 0) {
      return 1;
    }
    if (Double.isNaN(factors[sum])) {
      double all = (double) steps * shards;
      double untouched = 1;
      for (int j = 0; j < shards && untouched > 0; j++) {
        untouched *= Math.max(0, all - sumOfTouches - j) / (all - j);
      }
      factors[sum] = steps * (1 - untouched) / sumOfTouches;
    }
    return factors[sum];
  }
}
