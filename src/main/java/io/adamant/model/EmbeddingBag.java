package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.DenseProducts;
import io.adamant.linalg.InitialValues;
import io.adamant.linalg.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The text classifier of fastText (Joulin, Grave, Bojanowski and Mikolov, "Bag of tricks for
 * efficient text classification", 2016): an embedding for each word or n-gram, whose mean is what a
 * linear layer with {@link SoftmaxLoss} sees.
 *
 * <pre>
 *   h = Σ_i x_i v_i / n     n = Σ_i |x_i|, or 1 for the sum; x_i is how often word i occurs
 *   z = W h + b
 *
 *   dL/dW = Σ_rows δ hᵀ     δ = dL/dz
 *   dL/dv_i = Σ_rows x_i Wᵀ δ / n
 * </pre>
 *
 * Embeddings begin with uniform numbers of magnitude up to 1 / dimension, W with zeros, as in
 * fastText. It has no constant terms b, and for many classes a hierarchical softmax and sampled
 * losses, which are not here.
 */
public final class EmbeddingBag implements Model {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "embedding-bag";

  /** What a row makes of the embeddings of its features. */
  public enum Pooling {
    MEAN,
    SUM
  }

  private final SoftmaxLoss loss;
  private final int dimension;
  private final Pooling pooling;
  private final InitialValues initialEmbeddings;
  private final boolean bias;

  private EmbeddingBag(Settings settings, int classes) {
    loss = new SoftmaxLoss(classes);
    dimension = settings.dimension;
    pooling = settings.pooling;
    initialEmbeddings = InitialValues.uniform(1.0 / dimension, settings.initialSeed);
    bias = settings.bias;
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
    return "embedding";
  }

  @Override
  public int columns() {
    return dimension;
  }

  @Override
  public List<ColumnGroup> columnGroups() {
    return List.of(new ColumnGroup(tableName(), dimension, initialEmbeddings));
  }

  @Override
  public List<TensorShape> tensors() {
    List<TensorShape> tensors = new ArrayList<>();
    tensors.add(new TensorShape("output", loss.outputs(), dimension));
    if (bias) {
      tensors.add(new TensorShape("bias", loss.outputs()));
    }
    return tensors;
  }

  @Override
  public void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    double[] computed = scores(block, bags(block, parameters, divisors(block)), parameters);
    System.arraycopy(computed, 0, scores, 0, computed.length);
  }

  @Override
  public double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient) {
    int rows = block.rows();
    int classes = loss.outputs();
    double[] divisors = divisors(block);
    double[] bags = bags(block, parameters, divisors);
    double[] derivatives = scores(block, bags, parameters);
    double sumOfLosses = loss.differentiate(block, derivatives);
    DenseProducts.addLeftTransposed(
        derivatives, rows, classes, bags, dimension, gradient.tensors()[0]);
    if (bias) {
      DenseProducts.addColumnSums(derivatives, gradient.tensors()[1]);
    }
    double[] ofBags = new double[bags.length];
    DenseProducts.add(derivatives, rows, classes, parameters.tensors()[0], dimension, ofBags);
    divide(ofBags, divisors);
    block.addTransposed(dimension, ofBags, gradient.table());
    return sumOfLosses;
  }

  /** n of each row; 1 where all values of a row are 0. */
  private double[] divisors(ExampleBlock block) {
    double[] divisors = new double[block.rows()];
    for (int row = 0; row < divisors.length; row++) {
      double sum = 0.0;
      for (int entry = block.entryStart(row); entry < block.entryStart(row + 1); entry++) {
        sum += Math.abs(block.value(entry));
      }
      divisors[row] = pooling == Pooling.MEAN && sum != 0.0 ? sum : 1.0;
    }
    return divisors;
  }

  private double[] bags(ExampleBlock block, BlockParameters parameters, double[] divisors) {
    double[] bags = new double[Math.multiplyExact(block.rows(), dimension)];
    block.multiply(parameters.table(), new double[dimension], bags);
    divide(bags, divisors);
    return bags;
  }

  private void divide(double[] rows, double[] divisors) {
    for (int row = 0, at = 0; row < divisors.length; row++, at += dimension) {
      for (int i = at; i < at + dimension; i++) {
        rows[i] /= divisors[row];
      }
    }
  }

  private double[] scores(ExampleBlock block, double[] bags, BlockParameters parameters) {
    int rows = block.rows();
    int classes = loss.outputs();
    double[] scores =
        bias
            ? DenseProducts.rowsOf(parameters.tensors()[1], rows)
            : new double[Math.multiplyExact(rows, classes)];
    DenseProducts.addRightTransposed(
        bags, rows, dimension, parameters.tensors()[0], classes, scores);
    return scores;
  }

  /**
   * The section {@code model}.
   *
   * @param dimension of the embeddings
   * @param pooling what a row makes of its embeddings
   * @param initialSeed of the embeddings before training
   * @param bias whether each class has a constant term
   */
  public record Settings(int dimension, Pooling pooling, long initialSeed, boolean bias)
      implements ModelSettings {
    public static final Settings DEFAULTS = new Settings(100, Pooling.MEAN, 0, true);

    public Settings {
      NetworkSettings.requireWidth("dimension", dimension);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Task task() {
      return Task.MULTICLASS;
    }

    @Override
    public Model model(InputShape input) {
      return new EmbeddingBag(this, input.classes());
    }
  }
}
