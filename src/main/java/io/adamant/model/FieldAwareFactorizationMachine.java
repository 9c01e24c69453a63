package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Fields;
import io.adamant.data.Task;
import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.InitialValues;
import io.adamant.linalg.TensorShape;
import java.util.Arrays;
import java.util.List;

/**
 * The field-aware factorization machine (Juan, Zhuang, Chin and Lin, "Field-aware factorization
 * machines for CTR prediction", 2016; libffm): each feature has k factors for every field, and a
 * pair of features i and j is weighed by the factors that each has for the field f of the other.
 *
 * <pre>
 *   z = b + Σ_i w_i x_i + Σ_{i&lt;j} ⟨v_{i,f(j)}, v_{j,f(i)}⟩ x_i x_j + offset
 *     = b + Σ_i w_i x_i + Σ_{f&lt;g} ⟨S_fg, S_gf⟩ + ½ Σ_f (|S_ff|² - Σ_{i in f} |v_if|² x_i²) + offset
 *
 *   S_fg = Σ_{i in f} v_ig x_i        what the row's features of field f have for field g
 *
 *   dz/dw_i  = x_i
 *   dz/dv_ig = x_i S_{g,f(i)}                    for other fields g
 *   dz/dv_if = x_i S_ff - v_if x_i²              for i's own
 * </pre>
 *
 * The second form takes time in k x fields of the row x features of the row, where the pairs take k
 * x features². As in libffm, features of one field are pairs too.
 *
 * <p>Three things are not libffm's: it has neither weights nor a bias; it divides each row's sum of
 * pairs by Σ x_i²; and its factors begin with even numbers from 0 to 1/√k, which suit rows so
 * divided. Here rows are taken as they are, and factors begin with small normal numbers as in
 * {@link FactorizationMachine}.
 */
public final class FieldAwareFactorizationMachine implements Model {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "field-aware-factorization-machine";

  private final ScalarLoss loss;
  private final Fields fields;
  private final int factors;
  private final InitialValues initialFactors;
  private final boolean bias;

  /**
   * @param factors k
   * @param bias whether there is a constant term b
   */
  public FieldAwareFactorizationMachine(
      ScalarLoss loss, Fields fields, int factors, InitialValues initialFactors, boolean bias) {
    this.loss = loss;
    this.fields = fields;
    this.factors = factors;
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
    return 1 + fields.count() * factors;
  }

  /** The weight, then the factors for the first field, for the second, and so on. */
  @Override
  public List<ColumnGroup> columnGroups() {
    return List.of(
        new ColumnGroup("weight", 1), new ColumnGroup("factors", columns() - 1, initialFactors));
  }

  @Override
  public List<TensorShape> tensors() {
    return bias ? List.of(new TensorShape("bias", 1)) : List.of();
  }

  @Override
  public void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    score(new FieldSums(block, parameters.table()), parameters, scores);
  }

  private void score(FieldSums sums, BlockParameters parameters, double[] scores) {
    double start = bias ? parameters.tensors()[0][0] : 0.0;
    for (int row = 0; row < sums.block.rows(); row++) {
      sums.compute(row);
      scores[row] = start + sums.linear + sums.pairs();
    }
    sums.block.addOffsets(scores);
  }

  @Override
  public double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient) {
    double[] slopes = new double[block.rows()];
    FieldSums sums = new FieldSums(block, parameters.table());
    score(sums, parameters, slopes);
    double sumOfLosses = loss.differentiate(block, slopes);
    double sumOfSlopes = 0.0;
    for (int row = 0; row < slopes.length; row++) {
      // Once more: the sums of all rows would be fields² times the rows.
      sums.compute(row);
      sums.addGradient(slopes[row], gradient.table());
      sumOfSlopes += slopes[row];
    }
    if (bias) {
      gradient.tensors()[0][0] += sumOfSlopes;
    }
    return sumOfLosses;
  }

  /**
   * The sums of one row after another. A row's features ascend and so do its fields: the features
   * of a field are a run of entries. Runs stand for the fields f and g, since most rows know few of
   * many fields.
   */
  private final class FieldSums {
    private final ExampleBlock block;
    private final double[] table;
    private final int columns = columns();

    /** The field of each feature of the dictionary. */
    private final int[] fieldOf;

    /** Of each run the field, and its first entry; behind the last run the row's end. */
    private final int[] fieldOfRun;

    private final int[] startOfRun;
    private int runs;

    /** S_fg, from (f x runs + g) x k on. */
    private final double[] sums;

    /** Σ w_i x_i. */
    private double linear;

    /** Σ |v_if|² x_i², each feature with the factors for its own field. */
    private double squares;

    FieldSums(ExampleBlock block, double[] table) {
      this.block = block;
      this.table = table;
      this.fieldOf = fields.fieldsOf(block.featureIds());
      int longest = 0;
      for (int row = 0; row < block.rows(); row++) {
        longest = Math.max(longest, block.entryStart(row + 1) - block.entryStart(row));
      }
      int most = Math.min(longest, fields.count());
      this.fieldOfRun = new int[most];
      this.startOfRun = new int[most + 1];
      this.sums = new double[Math.multiplyExact(Math.multiplyExact(most, most), factors)];
    }

    void compute(int row) {
      findRuns(row);
      Arrays.fill(sums, 0, runs * runs * factors, 0.0);
      linear = 0.0;
      squares = 0.0;
      for (int f = 0; f < runs; f++) {
        for (int entry = startOfRun[f]; entry < startOfRun[f + 1]; entry++) {
          double x = block.value(entry);
          int feature = block.localId(entry) * columns;
          linear += x * table[feature];
          for (int g = 0; g < runs; g++) {
            int v = feature + 1 + fieldOfRun[g] * factors;
            int s = (f * runs + g) * factors;
            for (int i = 0; i < factors; i++) {
              sums[s + i] += x * table[v + i];
            }
          }
          int own = feature + 1 + fieldOfRun[f] * factors;
          for (int i = 0; i < factors; i++) {
            double product = x * table[own + i];
            squares += product * product;
          }
        }
      }
    }

    private void findRuns(int row) {
      int end = block.entryStart(row + 1);
      runs = 0;
      for (int entry = block.entryStart(row); entry < end; entry++) {
        int field = fieldOf[block.localId(entry)];
        if (runs == 0 || fieldOfRun[runs - 1] != field) {
          fieldOfRun[runs] = field;
          startOfRun[runs++] = entry;
        }
      }
      startOfRun[runs] = end;
    }

    /** Σ_{f<g} ⟨S_fg, S_gf⟩ + ½ Σ_f (|S_ff|² - Σ_{i in f} |v_if|² x_i²). */
    double pairs() {
      double pairs = 0.0;
      double own = 0.0;
      for (int f = 0; f < runs; f++) {
        for (int g = f + 1; g < runs; g++) {
          int fg = (f * runs + g) * factors;
          int gf = (g * runs + f) * factors;
          for (int i = 0; i < factors; i++) {
            pairs += sums[fg + i] * sums[gf + i];
          }
        }
        int ff = (f * runs + f) * factors;
        for (int i = 0; i < factors; i++) {
          own += sums[ff + i] * sums[ff + i];
        }
      }
      return pairs + 0.5 * (own - squares);
    }

    /** Adds slope x dz/dw_i and slope x dz/dv_ig. */
    void addGradient(double slope, double[] gradient) {
      for (int f = 0; f < runs; f++) {
        for (int entry = startOfRun[f]; entry < startOfRun[f + 1]; entry++) {
          double x = block.value(entry);
          double slopeX = slope * x;
          int feature = block.localId(entry) * columns;
          gradient[feature] += slopeX;
          for (int g = 0; g < runs; g++) {
            int v = feature + 1 + fieldOfRun[g] * factors;
            int s = (g * runs + f) * factors;
            for (int i = 0; i < factors; i++) {
              gradient[v + i] += slopeX * sums[s + i];
            }
          }
          int own = feature + 1 + fieldOfRun[f] * factors;
          for (int i = 0; i < factors; i++) {
            gradient[own + i] -= slopeX * x * table[own + i];
          }
        }
      }
    }
  }

  /**
   * The section {@code model}.
   *
   * @param loss of the score, which says what is predicted
   * @param factors k, the factors of a feature for each field
   * @param initialScale standard deviation of the factors before training
   * @param initialSeed of their random numbers
   * @param bias whether there is a constant term
   */
  public record Settings(
      LossName loss, int factors, double initialScale, long initialSeed, boolean bias)
      implements ModelSettings {
    /** The factors are libffm's default. */
    public static final Settings DEFAULTS = new Settings(LossName.LOGISTIC, 4, 0.01, 0, true);

    /** The most factors of a feature for all fields. */
    private static final int MOST_FACTORS = FactorizationMachine.Settings.MOST_FACTORS;

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
      Fields fields = input.requireFields(TYPE);
      if ((long) fields.count() * factors > MOST_FACTORS) {
        throw new IllegalArgumentException(
            "model.factors x fields must be at most %d, got %d x %d"
                .formatted(MOST_FACTORS, factors, fields.count()));
      }
      return new FieldAwareFactorizationMachine(
          loss.loss(), fields, factors, InitialValues.normal(initialScale, initialSeed), bias);
    }
  }
}
