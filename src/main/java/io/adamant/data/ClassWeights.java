package io.adamant.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much rows of a class weigh in training, beside their own weight; scikit-learn's {@code
 * class_weight}. What is measured of a model does not know of it.
 */
public final class ClassWeights {
  /** All weigh 1. */
  public static final ClassWeights EQUAL = new ClassWeights(false, Map.of());

  /**
   * Every class weighs the same as a whole: a row weighs {@code rows / (classes * rows of its
   * class)}, counted over the rows that are trained on.
   */
  public static final ClassWeights BALANCED = new ClassWeights(true, Map.of());

  private final boolean balanced;
  private final Map<String, Double> weights;

  private ClassWeights(boolean balanced, Map<String, Double> weights) {
    this.balanced = balanced;
    this.weights = weights;
  }

  /**
   * Weights by label; 1 for labels that are not named.
   *
   * @param weights finite and at least 0
   */
  public static ClassWeights of(Map<String, Double> weights) {
    weights.forEach(
        (label, weight) -> {
          if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                "model.class-weight must be finite and >= 0, got %s for label %s"
                    .formatted(weight, label));
          }
        });
    return new ClassWeights(false, new LinkedHashMap<>(weights));
  }

  /** Whether all weigh 1. */
  public boolean isEqual() {
    return !balanced && weights.isEmpty();
  }

  /**
   * Labels whose classes weigh so.
   *
   * @param labels of classes
   * @param survey of the rows that have them
   */
  public LabelEncoding on(LabelEncoding labels, InputSurvey survey) {
    if (isEqual()) {
      return labels;
    }
    String[] names = new String[labels.classes()];
    long[] rows = new long[names.length];
    if (labels instanceof BinaryLabels two) {
      names[0] = BinaryLabels.plain(two.negative());
      names[1] = BinaryLabels.plain(two.positive());
      Map<Double, Long> counts = survey.numbers().trainingRows();
      rows[0] = counts.getOrDefault(two.negative(), 0L);
      rows[1] = counts.getOrDefault(two.positive(), 0L);
    } else if (labels instanceof ClassLabels several) {
      Arrays.setAll(names, several::decode);
      survey.numbers().trainingRows().forEach((label, n) -> rows[several.classOf(label)] = n);
      survey.texts().trainingRows().forEach((label, n) -> rows[several.classOf(label)] = n);
    } else {
      throw new IllegalArgumentException("only classes have class weights, not " + labels);
    }
    return new WeightedLabels(labels, balanced ? balanced(rows) : named(names, labels));
  }

  private static double[] balanced(long[] rows) {
    double all = Arrays.stream(rows).sum();
    // A class of which no row is trained on has no weight to get.
    return Arrays.stream(rows)
        .mapToDouble(n -> n == 0 ? 1 : all / ((double) rows.length * n))
        .toArray();
  }

  private double[] named(String[] names, LabelEncoding labels) {
    for (String label : weights.keySet()) {
      if (!Arrays.asList(names).contains(label)) {
        throw new InvalidInputException(
            "model.class-weight names label %s; the rows have %s".formatted(label, labels));
      }
    }
    return Arrays.stream(names).mapToDouble(name -> weights.getOrDefault(name, 1.0)).toArray();
  }
}
