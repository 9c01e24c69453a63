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
 * A network of layers on sparse input. The weights of the first layer are the table, a row of them
 * for each feature, so that a row of the data costs what its features do:
 *
 * <pre>
 *   h_1 = dropout(f(Σ_i w_i x_i + b_1))
 *   h_l = dropout(f(W_l h_{l-1} + b_l))     l = 2 ... hidden layers
 *   z   = W h_last + b + offset
 * </pre>
 *
 * <p>The first layer begins with uniform numbers as a {@code Linear} of PyTorch does, except that
 * their largest magnitude is a setting. There it is 1 / √inputs, since all inputs of a dense layer
 * add up; of sparse input only a row's own features do, however many there are in all.
 */
public final class MultilayerPerceptron extends NetworkModel {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "multilayer-perceptron";

  private static final int FIRST = 1;

  private final Loss loss;
  private final int columns;
  private final Activation activation;
  private final InitialValues initialOfFirst;
  private final boolean bias;
  private final DenseLayers upper;

  private MultilayerPerceptron(Settings settings, Loss loss) {
    super(settings.dropout);
    this.loss = loss;
    columns = Math.toIntExact(settings.hidden.get(0));
    activation = settings.activation;
    initialOfFirst = InitialValues.uniform(settings.initialScale, settings.initialSeed);
    bias = settings.bias;
    List<Long> above = settings.hidden.subList(1, settings.hidden.size());
    upper =
        new DenseLayers(
            NetworkSettings.widths(columns, above, loss.outputs()),
            activation,
            bias,
            FIRST + 1,
            bias ? 1 : 0,
            settings.initialSeed);
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
    return DenseLayers.name(FIRST) + ".weight";
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public List<ColumnGroup> columnGroups() {
    return List.of(new ColumnGroup(tableName(), columns, initialOfFirst));
  }

  @Override
  public List<TensorShape> tensors() {
    List<TensorShape> tensors = new ArrayList<>();
    if (bias) {
      tensors.add(new TensorShape(DenseLayers.name(FIRST) + ".bias", initialOfFirst, columns));
    }
    tensors.addAll(upper.tensors());
    return tensors;
  }

  @Override
  public void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    HiddenUnits first = firstLayer(block, parameters, Dropout.NONE);
    DenseLayers.Pass pass = pass(first, block, parameters, Dropout.NONE);
    System.arraycopy(pass.outputs(), 0, scores, 0, pass.outputs().length);
    addOffsets(block, scores);
  }

  @Override
  double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient, Dropout noise) {
    HiddenUnits first = firstLayer(block, parameters, noise);
    DenseLayers.Pass pass = pass(first, block, parameters, noise);
    double[] derivatives = pass.outputs();
    addOffsets(block, derivatives);
    double sumOfLosses = loss.differentiate(block, derivatives);
    double[] ofFirst = pass.addGradient(derivatives, gradient.tensors());
    first.differentiate(ofFirst);
    block.addTransposed(columns, ofFirst, gradient.table());
    if (bias) {
      DenseProducts.addColumnSums(ofFirst, gradient.tensors()[0]);
    }
    return sumOfLosses;
  }

  private HiddenUnits firstLayer(ExampleBlock block, BlockParameters parameters, Dropout noise) {
    double[] inputs = new double[Math.multiplyExact(block.rows(), columns)];
    block.multiply(
        parameters.table(), bias ? parameters.tensors()[0] : new double[columns], inputs);
    return new HiddenUnits(inputs, activation, noise, FIRST);
  }

  private DenseLayers.Pass pass(
      HiddenUnits first, ExampleBlock block, BlockParameters parameters, Dropout noise) {
    return upper.new Pass(first.values(), block.rows(), parameters.tensors(), noise);
  }

  /** Of several scores a row none is offset. */
  private void addOffsets(ExampleBlock block, double[] scores) {
    if (loss.outputs() == 1) {
      block.addOffsets(scores);
    }
  }

  /**
   * The section {@code model}.
   *
   * @param loss of the outputs, which says what is predicted
   * @param hidden width of each hidden layer
   * @param activation f
   * @param dropout chance that training leaves out a hidden unit
   * @param initialScale largest magnitude of the first layer before training
   * @param initialSeed of the random numbers that all layers begin with
   * @param bias whether layers have constant terms
   */
  public record Settings(
      NetworkLoss loss,
      List<Long> hidden,
      Activation activation,
      double dropout,
      double initialScale,
      long initialSeed,
      boolean bias)
      implements ModelSettings {
    public static final Settings DEFAULTS =
        new Settings(NetworkLoss.LOGISTIC, List.of(128L), Activation.RELU, 0, 0.1, 0, true);

    public Settings {
      hidden = List.copyOf(hidden);
      NetworkSettings.requireHidden(hidden);
      NetworkSettings.requireDropout(dropout);
      InitialScale.require(initialScale);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Task task() {
      return loss.task();
    }

    @Override
    public Model model(InputShape input) {
      return new MultilayerPerceptron(this, loss.loss(input.classes()));
    }
  }
}
