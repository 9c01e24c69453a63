package io.adamant.engine;

import io.adamant.data.Fields;
import io.adamant.data.LabelEncoding;
import io.adamant.model.InputShape;
import io.adamant.model.Model;
import io.adamant.model.ModelCatalog;
import io.adamant.model.ModelSettings;
import io.adamant.optimizer.Parameters;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model with its parameters, as a model folder holds it. */
public final class SavedModel {
  private final ModelManifest manifest;
  private final Parameters parameters;

  SavedModel(ModelManifest manifest, Parameters parameters) {
    this.manifest = manifest;
    this.parameters = parameters;
  }

  public ModelManifest manifest() {
    return manifest;
  }

  public Parameters parameters() {
    return parameters;
  }

  public Model model() {
    return model(manifest);
  }

  public LabelEncoding labels() {
    return SavedLabels.encoding(manifest, settings(manifest).task());
  }

  /**
   * The model that a manifest speaks of.
   *
   * @throws InvalidModelException where it is not known, or its settings are none of it
   */
  static Model model(ModelManifest manifest) {
    ModelSettings settings = settings(manifest);
    int classes = SavedLabels.encoding(manifest, settings.task()).classes();
    try {
      return settings.model(new InputShape(classes, fields(manifest)));
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException("%s: %s".formatted(ModelManifest.FILE_NAME, e.getMessage()));
    }
  }

  /** The fields of the features; null where the model knows of none. */
  public static @Nullable Fields fields(ModelManifest manifest) {
    List<Long> sizes = manifest.fields();
    return sizes == null
        ? null
        : Fields.ofSizes(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * The settings of the model that a manifest speaks of.
   *
   * @throws InvalidModelException where it is not known, or its settings are none of it
   */
  public static ModelSettings settings(ModelManifest manifest) {
    return ModelCatalog.find(manifest.model())
        .map(entry -> manifest.settings(entry.defaults()))
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "%s: model is %s; this Adamant reads %s"
                        .formatted(
                            ModelManifest.FILE_NAME,
                            manifest.model(),
                            String.join(", ", ModelCatalog.names()))));
  }
}
