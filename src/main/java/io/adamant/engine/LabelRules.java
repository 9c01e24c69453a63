package io.adamant.engine;

import io.adamant.data.BinaryLabels;
import io.adamant.data.ClassLabels;
import io.adamant.data.InputSurvey;
import io.adamant.data.InvalidInputException;
import io.adamant.data.LabelEncoding;
import io.adamant.data.NumberLabels;
import io.adamant.data.RowPosition;
import io.adamant.data.Task;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which labels an input may have, by the task; what they are not is said in one line. */
final class LabelRules {
  private LabelRules() {}

  /** The labels of an input to train on. */
  static LabelEncoding labelsOf(Task task, InputSurvey survey, RowSource source) {
    return switch (task) {
      case BINARY -> twoLabels(survey, source);
      case MULTICLASS -> classes(survey, source);
      case REGRESSION, COUNTS, POSITIVE -> {
        requireNumbers(task, survey, source);
        yield new NumberLabels();
      }
    };
  }

  /** Refuses labels that a model was not trained with. */
  static void requireKnown(Task task, LabelEncoding labels, InputSurvey survey, RowSource source) {
    if (labels instanceof BinaryLabels two) {
      requireKnown(two, survey, source);
    } else if (labels instanceof ClassLabels several) {
      requireKnown(several, survey, source);
    } else {
      requireNumbers(task, survey, source);
    }
  }

  private static void requireNumbers(Task task, InputSurvey survey, RowSource source) {
    RowPosition at = survey.smallestLabelAt();
    if (at != null && !(survey.smallestLabel() >= task.least())) {
      throw new InvalidInputException(
          "%s: label %s; %s"
              .formatted(
                  source.locate(at), BinaryLabels.plain(survey.smallestLabel()), task.takes()));
    }
  }

  private static ClassLabels classes(InputSurvey survey, RowSource source) {
    if (survey.isFullOfLabels()) {
      throw new InvalidInputException(
          "%s: %d different labels or more; a classifier takes fewer, and a regression is"
                  .formatted(source.name(), Task.MULTICLASS.mostLabels())
              + " model.type = squared");
    }
    ClassLabels labels = new ClassLabels(survey.numbers().labels(), survey.texts().labels());
    if (labels.classes() < 2) {
      throw oneLabel(labels.decode(0), source);
    }
    return labels;
  }

  private static void requireKnown(ClassLabels labels, InputSurvey survey, RowSource source) {
    for (double number : survey.numbers().labels()) {
      if (labels.classOf(number) < 0) {
        throw unknown(
            BinaryLabels.plain(number), survey.numbers().firstRow(number), labels, source);
      }
    }
    for (String text : survey.texts().labels()) {
      if (labels.classOf(text) < 0) {
        throw unknown(text, survey.texts().firstRow(text), labels, source);
      }
    }
  }

  private static InvalidInputException unknown(
      String label, @Nullable RowPosition at, ClassLabels labels, RowSource source) {
    return new InvalidInputException(
        "%s: label %s; the model was not trained with it, but with %s"
            .formatted(at == null ? source.name() : source.locate(at), label, labels));
  }

  /** The two labels of the input; refuses any other number of them. */
  private static LabelEncoding twoLabels(InputSurvey survey, RowSource source) {
    if (survey.texts().labels().isEmpty()) {
      return twoNumbers(survey, source);
    }
    List<String> texts = List.copyOf(survey.texts().labels());
    List<Double> numbers = List.copyOf(survey.numbers().labels());
    if (numbers.isEmpty() && texts.size() == 1) {
      throw oneLabel(texts.get(0), source);
    }
    if (numbers.isEmpty() && texts.size() == 2) {
      return new ClassLabels(numbers, texts);
    }
    // The third of several texts, or the first where numbers are there too.
    String odd = texts.get(numbers.isEmpty() ? 2 : 0);
    RowPosition at = survey.texts().firstRow(odd);
    throw new InvalidInputException(
        "%s: label %s; a classifier takes two labels, -1/+1, 0/1, 1/2 or two texts, here %s"
            .formatted(
                at == null ? source.name() : source.locate(at),
                odd,
                numbers.isEmpty()
                    ? "%s and %s".formatted(texts.get(0), texts.get(1))
                    : BinaryLabels.plain(numbers.get(0))));
  }

  private static InvalidInputException oneLabel(String label, RowSource source) {
    return new InvalidInputException(
        "%s: every row has the label %s; a classifier needs two classes"
            .formatted(source.name(), label));
  }

  private static BinaryLabels twoNumbers(InputSurvey survey, RowSource source) {
    Map<Double, Long> rowsByLabel = survey.rowsByLabel();
    BinaryLabels detected = BinaryLabels.detect(rowsByLabel);
    if (detected != null) {
      return detected;
    }
    if (rowsByLabel.size() == 1) {
      throw oneLabel(BinaryLabels.plain(rowsByLabel.keySet().iterator().next()), source);
    }
    BinaryLabels meant = BinaryLabels.closest(rowsByLabel);
    requireKnown(meant, survey, source);
    throw new IllegalStateException("labels " + rowsByLabel.keySet() + " are known after all");
  }

  private static void requireKnown(BinaryLabels labels, InputSurvey survey, RowSource source) {
    for (String text : survey.texts().labels()) {
      throw unknownOfTwo(text, survey.texts().firstRow(text), labels, source);
    }
    for (double label : survey.rowsByLabel().keySet()) {
      @Nullable RowPosition at = survey.firstRow(label);
      if (!labels.contains(label)) {
        throw unknownOfTwo(BinaryLabels.plain(label), at, labels, source);
      }
    }
  }

  private static InvalidInputException unknownOfTwo(
      String label, @Nullable RowPosition at, BinaryLabels labels, RowSource source) {
    return new InvalidInputException(
        "%s: label %s; a classifier takes two labels, -1/+1, 0/1, 1/2 or two texts, here %s"
            .formatted(at == null ? source.name() : source.locate(at), label, labels));
  }
}
