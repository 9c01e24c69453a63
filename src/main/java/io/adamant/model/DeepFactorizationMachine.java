package io.adamant.model;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import io.adamant.linalg.InitialValues;
import java.util.List;

/**
 * DeepFM (Guo, Tang, Ye, Li and He, "DeepFM: a factorization-machine based neural network for CTR
 * prediction", 2017): a {@link FactorizationMachine} and a network that share the features'
 * embeddings.
 *
 * <pre>
 *   z = Σ_i w_i x_i + Σ_{i&lt;j} ⟨v_i, v_j⟩ x_i x_j + N(e) + offset     e as in {@link FieldEmbeddings}
 *     = Σ_i w_i x_i + ½ (|S|² - Σ_i |v_i|² x_i²) + N(e) + offset      S = Σ_i x_i v_i = Σ_f e_f
 *
 *   dz/dw_i = x_i
 *   dz/dv_i = x_i (S + dN/de_f) - v_i x_i²                            f the field of i
 * </pre>
 *
 * N has hidden layers and one output, whose constant term is that of the sum. The paper has one
 * feature a field; here a field's features add up, and pairs within a field count as all others.
 */
public final class DeepFactorizationMachine extends FieldNetwork {
  /** The type's name in configuration and model files. */
  public static final String TYPE = "deep-fm";

  private DeepFactorizationMachine(Settings settings, FieldEmbeddings embeddings) {
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
    double[] inputs = embeddings.concatenated(block, parameters.table());
    double[] computed =
        scores(block, parameters, sums(inputs), deep(inputs, block, parameters, Dropout.NONE));
    System.arraycopy(computed, 0, scores, 0, computed.length);
  }

  @Override
  double addGradient(
      ExampleBlock block, BlockParameters parameters, BlockParameters gradient, Dropout noise) {
    double[] inputs = embeddings.concatenated(block, parameters.table());
    double[] sums = sums(inputs);
    DenseLayers.Pass deep = deep(inputs, block, parameters, noise);
    double[] derivatives = scores(block, parameters, sums, deep);
    double sumOfLosses = loss.differentiate(block, derivatives);
    embeddings.addLinearGradient(block, derivatives, gradient.table());
    double[] ofEmbeddings = deep.addGradient(derivatives, gradient.tensors());
    addPairs(derivatives, sums, ofEmbeddings);
    embeddings.addGradient(block, ofEmbeddings, gradient.table());
    embeddings.subtractSquares(block, derivatives, parameters.table(), gradient.table());
    return sumOfLosses;
  }

  private DenseLayers.Pass deep(
      double[] inputs, ExampleBlock block, BlockParameters parameters, Dropout noise) {
    return layers.new Pass(inputs, block.rows(), parameters.tensors(), noise);
  }

  /** S of each row. */
  private double[] sums(double[] inputs) {
    int dimension = embeddings.dimension();
    double[] sums = new double[inputs.length / embeddings.fields()];
    for (int to = 0, from = 0; to < sums.length; to += dimension) {
      for (int field = 0; field < embeddings.fields(); field++, from += dimension) {
        for (int i = 0; i < dimension; i++) {
          sums[to + i] += inputs[from + i];
        }
      }
    }
    return sums;
  }

  private double[] scores(
      ExampleBlock block, BlockParameters parameters, double[] sums, DenseLayers.Pass deep) {
    double[] scores = deep.outputs();
    embeddings.addLinear(block, parameters.table(), scores);
    double[] squares = embeddings.squares(block, parameters.table());
    int dimension = embeddings.dimension();
    for (int row = 0, at = 0; row < scores.length; row++, at += dimension) {
      double norm = 0.0;
      for (int i = at; i < at + dimension; i++) {
        norm += sums[i] * sums[i];
      }
      scores[row] += 0.5 * (norm - squares[row]);
    }
    block.addOffsets(scores);
    return scores;
  }

  /** Adds l'(z) S to the derivatives by each field's part of e. */
  private void addPairs(double[] derivatives, double[] sums, double[] ofEmbeddings) {
    int dimension = embeddings.dimension();
    for (int row = 0, at = 0; row < derivatives.length; row++) {
      for (int field = 0; field < embeddings.fields(); field++, at += dimension) {
        for (int i = 0; i < dimension; i++) {
          ofEmbeddings[at + i] += derivatives[row] * sums[row * dimension + i];
        }
      }
    }
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
      return new DeepFactorizationMachine(
          this, new FieldEmbeddings(input.requireFields(TYPE), dimension, initial));
    }
  }
}
