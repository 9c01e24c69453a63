package io.adamant.model;

import io.adamant.data.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Models with the settings that one set of properties goes through. */
final class ModelTable {
  /** Of those that tell several classes apart. */
  static final int CLASSES = 4;

  /**
   * A model.
   *
   * @param twinLoss the loss of a model of one score; null for others
   */
  record Row(String name, Model model, @Nullable ScalarLoss twinLoss) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Settings beside the defaults. */
  private static final List<ModelSettings> OTHERS =
      List.of(
          new HuberLoss.Settings(0.3, true),
          new QuantileLoss.Settings(0.9, true),
          new LogisticRegression.Settings(false),
          new SoftmaxRegression.Settings(false),
          new PoissonLoss.Settings(false),
          new FactorizationMachine.Settings(LossName.SQUARED, 1, 0.1, 7, false),
          new FactorizationMachine.Settings(LossName.POISSON, 3, 0.1, 7, true),
          new FieldAwareFactorizationMachine.Settings(LossName.SQUARED, 1, 0.1, 7, false),
          new EmbeddingBag.Settings(5, EmbeddingBag.Pooling.SUM, 7, false),
          perceptron(NetworkLoss.SOFTMAX, Activation.GELU, 0.3, 5, 3),
          perceptron(NetworkLoss.SQUARED, Activation.TANH, 0, 4),
          perceptron(NetworkLoss.HINGE, Activation.RELU, 0.5, 6, 5, 4),
          new MultilayerPerceptron.Settings(
              NetworkLoss.LOGISTIC, List.of(3L, 2L), Activation.TANH, 0, 0.2, 7, false),
          new WideAndDeep.Settings(
              LossName.SQUARED, 2, List.of(4L), Activation.GELU, 0.2, 0.1, 7, false),
          new DeepFactorizationMachine.Settings(
              LossName.LOG_COSH, 3, List.of(5L, 4L), Activation.TANH, 0.4, 0.1, 7, false));

  /** What the models are told of the rows of a {@link ModelProblem}. */
  static final InputShape INPUT = new InputShape(CLASSES, Fields.ofSizes(3, 4, 1, 4));

  private ModelTable() {}

  private static ModelSettings perceptron(
      NetworkLoss loss, Activation activation, double dropout, long... hidden) {
    return new MultilayerPerceptron.Settings(
        loss, LongStream.of(hidden).boxed().toList(), activation, dropout, 0.2, 7, true);
  }

  static List<Row> rows() {
    List<ModelSettings> all =
        new ArrayList<>(ModelCatalog.ENTRIES.stream().map(ModelCatalog.Entry::defaults).toList());
    all.addAll(OTHERS);
    List<Row> rows = new ArrayList<>();
    for (ModelSettings settings : all) {
      Model model = settings.model(INPUT);
      ScalarLoss loss = model.loss() instanceof ScalarLoss scalar ? scalar : null;
      rows.add(new Row(settings.type() + " " + settings, model, loss));
    }
    return rows;
  }
}
