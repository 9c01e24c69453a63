package io.adamant.model;

import java.util.List;
import java.util.Optional;

/** The models that a job can name. */
public final class ModelCatalog {
  /**
   * A model by its usual name.
   *
   * @param defaults a record whose components are its settings
   * @param purpose what it is for, in one line
   * @param loss what it minimizes, in one line
   */
  public record Entry(ModelSettings defaults, String purpose, String loss) {
    public String name() {
      return defaults.type();
    }
  }

  private static final String OF_THE_LOSS = "that of the loss it names";

  /** Classification first, then regression, from the plainest to the most particular. */
  public static final List<Entry> ENTRIES =
      List.of(
          new Entry(
              LogisticRegression.Settings.DEFAULTS,
              "Two classes, with probabilities: the first to try.",
              "log(1 + exp(z)) - y z, y = 0 or 1"),
          new Entry(
              SoftmaxRegression.Settings.DEFAULTS,
              "Any number of classes, with probabilities; labels are numbers or text.",
              "log sum exp(z_j) - z_y"),
          new Entry(
              HingeLoss.Settings.DEFAULTS,
              "Two classes: the support vector machine. No probabilities.",
              "max(0, 1 - y z), y = -1 or +1"),
          new Entry(
              SquaredHingeLoss.Settings.DEFAULTS,
              "Two classes: the support vector machine of LIBLINEAR. No probabilities.",
              "max(0, 1 - y z)^2, y = -1 or +1"),
          new Entry(
              SquaredClassifierLoss.Settings.DEFAULTS,
              "Two classes by least squares. No probabilities.",
              "(z - y)^2 / 2, y = -1 or +1"),
          new Entry(
              SquaredLoss.Settings.DEFAULTS,
              "Numbers, by least squares: predicts the mean.",
              "(z - y)^2 / 2"),
          new Entry(
              HuberLoss.Settings.DEFAULTS,
              "Numbers with outliers, which count less.",
              "e^2 / 2 up to |e| = huber-delta, linear beyond; e = z - y"),
          new Entry(
              LogCoshLoss.Settings.DEFAULTS, "Numbers with outliers, smoothly.", "log cosh(z - y)"),
          new Entry(
              QuantileLoss.Settings.DEFAULTS,
              "Numbers: predicts a quantile, by default the median.",
              "quantile (y - z) above the prediction, (1 - quantile) (z - y) below"),
          new Entry(PoissonLoss.Settings.DEFAULTS, "Counts >= 0 with mean exp(z).", "exp(z) - y z"),
          new Entry(
              GammaLoss.Settings.DEFAULTS, "Positive amounts with mean exp(z).", "z + y exp(-z)"),
          new Entry(
              FactorizationMachine.Settings.DEFAULTS,
              "Pairs of features too, by the products of their factors: for users and items, and"
                  + " clicks.",
              OF_THE_LOSS),
          new Entry(
              FieldAwareFactorizationMachine.Settings.DEFAULTS,
              "Pairs of features too, by factors of each for the field of the other; needs"
                  + " input.fields.",
              OF_THE_LOSS),
          new Entry(
              EmbeddingBag.Settings.DEFAULTS,
              "Texts of any number of classes: a linear layer on the mean of embeddings, as fastText.",
              "log sum exp(z_j) - z_y"),
          new Entry(
              MultilayerPerceptron.Settings.DEFAULTS,
              "Any task by a network of hidden layers, of which the first has sparse input.",
              OF_THE_LOSS),
          new Entry(
              WideAndDeep.Settings.DEFAULTS,
              "A linear model and a network on embeddings by field: for recommendation and clicks.",
              OF_THE_LOSS),
          new Entry(
              DeepFactorizationMachine.Settings.DEFAULTS,
              "A factorization machine and a network that share embeddings by field: for clicks.",
              OF_THE_LOSS));

  private ModelCatalog() {}

  /** The names. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /** The model of a name. */
  public static Optional<Entry> find(String name) {
    return ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
