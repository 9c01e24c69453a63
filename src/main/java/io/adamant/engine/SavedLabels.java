package io.adamant.engine;

import io.adamant.data.BinaryLabels;
import io.adamant.data.ClassLabels;
import io.adamant.data.LabelEncoding;
import io.adamant.data.NumberLabels;
import io.adamant.data.Task;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.LabelSection;
import io.adamant.storage.ModelManifest;
import java.util.ArrayList;
import java.util.List;

/** Labels as a manifest keeps them. */
public final class SavedLabels {
  private SavedLabels() {}

  /** What a manifest says of labels. */
  public static LabelSection section(LabelEncoding labels) {
    if (labels instanceof BinaryLabels two) {
      return LabelSection.ofTwo(two.negative(), two.positive());
    }
    return labels instanceof ClassLabels several
        ? LabelSection.ofClasses(several.labels())
        : LabelSection.ofNumbers();
  }

  /**
   * The labels that a manifest speaks of.
   *
   * @throws InvalidModelException where they are not those of its model
   */
  public static LabelEncoding encoding(ModelManifest manifest) {
    return encoding(manifest, SavedModel.settings(manifest).task());
  }

  /**
   * The labels that a manifest speaks of.
   *
   * @throws InvalidModelException where they are not those of the model's task
   */
  static LabelEncoding encoding(ModelManifest manifest, Task task) {
    LabelSection section = manifest.labels();
    Double negative = section.negative();
    Double positive = section.positive();
    List<Object> classes = section.classes();
    if (task == Task.BINARY && negative != null && positive != null) {
      return new BinaryLabels(negative, positive);
    } else if (classes != null
        && (task == Task.MULTICLASS || (task == Task.BINARY && classes.size() == 2))) {
      return classLabels(classes);
    } else if (!task.isClassification() && negative == null && classes == null) {
      return new NumberLabels();
    }
    throw new InvalidModelException(
        "%s: the labels are not those of model %s"
            .formatted(ModelManifest.FILE_NAME, manifest.model()));
  }

  private static ClassLabels classLabels(List<Object> classes) {
    List<Double> numbers = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Object label : classes) {
      if (label instanceof Double number) {
        numbers.add(number);
      } else {
        texts.add(label.toString());
      }
    }
    ClassLabels labels = new ClassLabels(numbers, texts);
    if (!labels.labels().equals(classes)) {
      throw new InvalidModelException(
          "%s: classes must be in order, numbers before texts".formatted(ModelManifest.FILE_NAME));
    }
    return labels;
  }
}
