package io.adamant.model;

import io.adamant.data.Task;

/**
 * What a job says of a model: a record whose components are the settings, {@code huberDelta} for
 * the key {@code model.huber-delta}. The data adds the number of classes.
 */
public interface ModelSettings {
  /** The type's name in configuration and model files. */
  String type();

  /** What the model predicts. */
  Task task();

  /**
   * The model.
   *
   * @param classes number of classes where the task is to tell several apart
   */
  Model model(int classes);
}
