package io.adamant.engine;

import io.adamant.data.BinaryLabels;
import io.adamant.model.Model;
import io.adamant.model.Models;
import io.adamant.optimizer.Parameters;
import io.adamant.storage.ModelManifest;

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
    return Models.of(manifest.model(), manifest.bias());
  }

  public BinaryLabels labels() {
    return new BinaryLabels(manifest.negativeLabel(), manifest.positiveLabel());
  }
}
