package io.adamant.model;

import io.adamant.data.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What a model is told of its input, beside its settings.
 *
 * @param classes number of classes where the task is to tell several apart
 * @param fields of the features; null where none are known
 */
public record InputShape(int classes, @Nullable Fields fields) {
  /** Of some classes, without fields. */
  public static InputShape ofClasses(int classes) {
    return new InputShape(classes, null);
  }

  /**
   * The fields, for a model that cannot do without.
   *
   * @param type the model's
   */
  public Fields requireFields(String type) {
    if (fields == null) {
      throw new IllegalArgumentException(
          "model.type = %s needs the fields of the features; set input.fields = [sizes, in order]"
              .formatted(type));
    }
    return fields;
  }
}
