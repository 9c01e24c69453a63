package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.InitialValues;
import io.adamant.linalg.TensorShape;
import java.util.List;

/**
 * The factorization machine of second order (Rendle, "Factorization machines", 2010): beside its
 * weight each feature has k factors, whose products weigh pairs of features.
 *
 * <pre>
 *   z = b + Σ_i w_i x_i + Σ_{i&lt;j} ⟨v_i, v_j⟩ x_i x_j + offset
 *     = b + Σ_i w_i x_i + ½ Σ_f (S_f² - Σ_i v_if² x_i²) + offset     S_f = Σ_i v_if x_i
 *
 *   dz/dw_i  = x_i
 *   dz/dv_if = x_i S_f - v_if x_i²
 * </pre>
 *
 * The second form (his lemma 3.1) takes time linear in k and in the row's features. The terms of
 * the squares x_i² are gathered by feature, not by entry: Σ_f v_if² once for each feature of the
 * block, and of the gradient Σ l'(z) x_i², which the factors multiply at the end.
 *
 * <p>Factors that are all zero have no gradient, so they begin with small normal numbers, and
 * weights with zeros, as in libFM. libFM's deviation of them is 0.1, its factors 8.
 */
public final class FactorizationMachine implements Model {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "factorization-machine";

  private final ScalarLoss loss;
  private final int columns;
  private final InitialValues initialFactors;
  private final boolean bias;

  /**
   * @param factors k
   * @param bias whether there is a constant term b
   */
  public FactorizationMachine(
      ScalarLoss loss, int factors, InitialValues initialFactors, boolean bias) {
    this.loss = loss;
    this.columns = 1 + factors;
    this.initialFactors = initialFactors;
    this.bias = bias;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Loss loss() {
    return loss;
  }

  @Override
  public String tableName() {
    return "weightAndFactors";
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public List<ColumnGroup> columnGroups() {
    return List.of(
        new ColumnGroup("weight", 1), new ColumnGroup("factors", columns - 1, initialFactors));
  }

  @Override
  public List<TensorShape> tensors() {
    return bias ? List.of(new TensorShape("bias", 1)) : List.of();
  }

  @Override
  public void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    score(block, parameters, sums(block, parameters), scores);
  }

  @Override
  public double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient) {
    double[] sums = sums(block, parameters);
    double[] slopes = new double[block.rows()];
    score(block, parameters, sums, slopes);
    double sumOfLosses = loss.differentiate(block, slopes);
    if (bias) {
      double sum = 0.0;
      for (double slope : slopes) {
        sum += slope;
      }
      gradient.tensors()[0][0] += sum;
    }
    // l'(z) x_i for the weight, l'(z) S_f x_i for the factors.
    for (int row = 0, at = 0; row < slopes.length; row++, at += columns) {
      sums[at] = slopes[row];
      for (int f = 1; f < columns; f++) {
        sums[at + f] *= slopes[row];
      }
    }
    block.addTransposed(columns, sums, gradient.table());
    subtractSquares(block, slopes, parameters.table(), gradient.table());
    return sumOfLosses;
  }

  /** Of each row b + Σ w_i x_i, then S_1 to S_k. */
  private double[] sums(ExampleBlock block, BlockParameters parameters) {
    double[] start = new double[columns];
    if (bias) {
      start[0] = parameters.tensors()[0][0];
    }
    double[] sums = new double[Math.multiplyExact(block.rows(), columns)];
    block.multiply(parameters.table(), start, sums);
    return sums;
  }

  private void score(
      ExampleBlock block, BlockParameters parameters, double[] sums, double[] scores) {
    block.multiplySquares(squaredNorms(parameters.table()), scores);
    for (int row = 0, at = 0; row < block.rows(); row++, at += columns) {
      double squares = 0.0;
      for (int f = 1; f < columns; f++) {
        squares += sums[at + f] * sums[at + f];
      }
      scores[row] = sums[at] + 0.5 * (squares - scores[row]);
    }
    block.addOffsets(scores);
  }

  /** Σ_f v_if² of each feature. */
  private double[] squaredNorms(double[] table) {
    double[] norms = new double[table.length / columns];
    for (int i = 0, at = 0; i < norms.length; i++, at += columns) {
      double norm = 0.0;
      for (int f = 1; f < columns; f++) {
        norm += table[at + f] * table[at + f];
      }
      norms[i] = norm;
    }
    return norms;
  }

  /** Of the factors' gradient the part -v_if Σ l'(z) x_i². */
  private void subtractSquares(
      ExampleBlock block, double[] slopes, double[] table, double[] gradient) {
    double[] sums = new double[block.features()];
    block.addTransposedSquares(slopes, sums);
    for (int i = 0, at = 0; i < sums.length; i++, at += columns) {
      for (int f = 1; f < columns; f++) {
        gradient[at + f] -= sums[i] * table[at + f];
      }
    }
  }

  /**
   * The section {@code model}.
   *
   * @param loss of the score, which says what is predicted
   * @param factors k, the factors of a feature
   * @param initialScale standard deviation of the factors before training
   * @param initialSeed of their random numbers
   * @param bias whether there is a constant term
   */
  public record Settings(
      LossName loss, int factors, double initialScale, long initialSeed, boolean bias)
      implements ModelSettings {
    public static final Settings DEFAULTS = new Settings(LossName.LOGISTIC, 8, 0.01, 0, true);

    /** A table of one feature is one page at most, and a row is copied as a whole. */
    static final int MOST_FACTORS = 1 << 12;

    public Settings {
      if (factors < 1 || factors > MOST_FACTORS) {
        throw new IllegalArgumentException(
            "model.factors must be from 1 to %d, got %d".formatted(MOST_FACTORS, factors));
      }
      InitialScale.require(initialScale);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Task task() {
      return loss.loss().task();
    }

    @Override
    public Model model(InputShape input) {
      return new FactorizationMachine(
          loss.loss(), factors, InitialValues.normal(initialScale, initialSeed), bias);
    }
  }
}
