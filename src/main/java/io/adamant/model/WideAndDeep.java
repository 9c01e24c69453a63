package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import io.adamant.linalg.InitialValues;
import java.util.List;

/**
 * Wide and deep learning (Cheng et al., "Wide &amp; deep learning for recommender systems", 2016):
 * a linear model that remembers, and a network on embeddings that generalizes, trained together.
 *
 * <pre>
 *   z = Σ_i w_i x_i + N(e) + offset     e as in {@link FieldEmbeddings}
 * </pre>
 *
 * N has hidden layers and one output, whose constant term is that of the sum. In the paper the wide
 * part has FTRL with L1 for its optimizer and the deep part AdaGrad; here one optimizer has both,
 * with settings of their own by parameter group.
 */
public final class WideAndDeep extends FieldNetwork {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "wide-and-deep";

  private WideAndDeep(Settings settings, FieldEmbeddings embeddings) {
    super(
        settings.loss.loss(),
        embeddings,
        DenseLayers.on(
            embeddings.width(),
            settings.hidden,
            settings.activation,
            settings.bias,
            settings.initialSeed),
        settings.dropout);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void score(ExampleBlock block, BlockParameters parameters, double[] scores) {
    double[] computed = scores(block, parameters, deep(block, parameters, Dropout.NONE));
    System.arraycopy(computed, 0, scores, 0, computed.length);
  }

  @Override
  double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient, Dropout noise) {
    DenseLayers.Pass deep = deep(block, parameters, noise);
    double[] derivatives = scores(block, parameters, deep);
    double sumOfLosses = loss.differentiate(block, derivatives);
    embeddings.addLinearGradient(block, derivatives, gradient.table());
    double[] ofEmbeddings = deep.addGradient(derivatives, gradient.tensors());
    embeddings.addGradient(block, ofEmbeddings, gradient.table());
    return sumOfLosses;
  }

  private DenseLayers.Pass deep(ExampleBlock block, BlockParameters parameters, Dropout noise) {
    double[] inputs = embeddings.concatenated(block, parameters.table());
    return layers.new Pass(inputs, block.rows(), parameters.tensors(), noise);
  }

  private double[] scores(ExampleBlock block, BlockParameters parameters, DenseLayers.Pass deep) {
    double[] scores = deep.outputs();
    embeddings.addLinear(block, parameters.table(), scores);
    block.addOffsets(scores);
    return scores;
  }

  /**
   * The section {@code model}.
   *
   * @param loss of the score, which says what is predicted
   * @param dimension of the embeddings
   * @param hidden width of each hidden layer
   * @param activation of the hidden units
   * @param dropout chance that training leaves out a hidden unit
   * @param initialScale standard deviation of the embeddings before training
   * @param initialSeed of the random numbers that embeddings and layers begin with
   * @param bias whether layers have constant terms
   */
  public record Settings(
      LossName loss,
      int dimension,
      List<Long> hidden,
      Activation activation,
      double dropout,
      double initialScale,
      long initialSeed,
      boolean bias)
      implements ModelSettings {
    public static final Settings DEFAULTS =
        new Settings(LossName.LOGISTIC, 8, List.of(128L, 64L), Activation.RELU, 0, 0.01, 0, true);

    public Settings {
      hidden = List.copyOf(hidden);
      NetworkSettings.requireWidth("dimension", dimension);
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
      return loss.loss().task();
    }

    @Override
    public Model model(InputShape input) {
      InitialValues initial = InitialValues.normal(initialScale, initialSeed);
      return new WideAndDeep(
          this, new FieldEmbeddings(input.requireFields(TYPE), dimension, initial));
    }
  }
}
