package io.adamant.model;

import java.util.ArrayList;
import java.util.List;
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
          new FactorizationMachine.Settings(LossName.POISSON, 3, 0.1, 7, true));

  private ModelTable() {}

  static List<Row> rows() {
    List<ModelSettings> all =
        new ArrayList<>(ModelCatalog.ENTRIES.stream().map(ModelCatalog.Entry::defaults).toList());
    all.addAll(OTHERS);
    List<Row> rows = new ArrayList<>();
    for (ModelSettings settings : all) {
      Model model = settings.model(InputShape.ofClasses(CLASSES));
      ScalarLoss loss = model.loss() instanceof ScalarLoss scalar ? scalar : null;
      rows.add(new Row(settings.type() + " " + settings, model, loss));
    }
    return rows;
  }
}
