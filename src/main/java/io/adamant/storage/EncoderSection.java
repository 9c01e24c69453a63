package io.adamant.storage;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest says of an encoder of raw columns. Whether the settings can be is for the
 * encoder to say; here they are only there.
 *
 * @param mean only where it was learnt
 * @param deviation only where it was learnt
 * @param boundaries only where they were learnt
 * @param firstFeature the first of its feature ids
 * @param features how many it has
 */
public record EncoderSection(
    String type,
    List<String> columns,
    JsonObject settings,
    @Nullable Double mean,
    @Nullable Double deviation,
    @Nullable List<Double> boundaries,
    int firstFeature,
    int features) {
  /** Of an encoder whose settings are a record. */
  public static EncoderSection of(
      String type,
      List<String> columns,
      Object settings,
      @Nullable Double mean,
      @Nullable Double deviation,
      @Nullable List<Double> boundaries,
      int firstFeature,
      int features) {
    return new EncoderSection(
        type,
        columns,
        SettingsJson.write(settings),
        mean,
        deviation,
        boundaries,
        firstFeature,
        features);
  }

  /**
   * The settings.
   *
   * @param defaults a record that has what is not told
   * @throws InvalidModelException where they are none of its type
   */
  public <R> R settings(R defaults) {
    return SettingsJson.read(settings, defaults);
  }

  /** Refuses sections that lack something, or whose features are not all, one behind the other. */
  static void requireComplete(List<@Nullable EncoderSection> sections, int features) {
    long next = 0;
    for (@Nullable EncoderSection section : sections) {
      if (section == null || section.lacksAnything()) {
        throw new InvalidModelException(
            "%s: each encoder must have type, columns and settings, and no null within"
                .formatted(ModelManifest.FILE_NAME));
      }
      if (section.firstFeature != next || section.features < 1) {
        throw new InvalidModelException(
            "%s: encoder of %s has %d features from %d, expected 1 or more from %d"
                .formatted(
                    ModelManifest.FILE_NAME,
                    section.columns,
                    section.features,
                    section.firstFeature,
                    next));
      }
      next += section.features;
    }
    if (next != features) {
      throw new InvalidModelException(
          "%s: the encoders have %d features together, the model %d"
              .formatted(ModelManifest.FILE_NAME, next, features));
    }
  }

  private boolean lacksAnything() {
    return Arrays.<@Nullable Object>asList(type, columns, settings).contains(null)
        || columns.contains(null)
        || (boundaries != null && boundaries.contains(null));
  }
}
