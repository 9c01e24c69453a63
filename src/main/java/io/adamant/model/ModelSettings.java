package io.adamant.model;

import io.adamant.data.Task;

/**
 * What a job says of a model: a record whose components are the settings, {@code huberDelta} for
 * the key {@code model.huber-delta}. The data adds an {@link InputShape}.
 */
public interface ModelSettings {
  /** The type's name in configuration and model files. */
  String type();

  /** What the model predicts. */
  Task task();

  /**
   * The model.
   *
   * @param input what the data adds
   * @throws IllegalArgumentException where it lacks what the model needs
   */
  Model model(InputShape input);
}
