package io.adamant.storage;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** Records of settings as JSON objects. */
final class SettingsJson {
  private static final Gson GSON = new Gson();

  private SettingsJson() {}

  static JsonObject write(Object settings) {
    return GSON.toJsonTree(settings).getAsJsonObject();
  }

  /**
   * Reads a record.
   *
   * @param told may be null, or lack what the defaults have
   * @throws InvalidModelException where the record refuses it
   */
  static <R> R read(@Nullable JsonObject told, R defaults) {
    JsonObject all = write(defaults);
    if (told != null) {
      told.entrySet().forEach(setting -> all.add(setting.getKey(), setting.getValue()));
    }
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) defaults.getClass();
    try {
      return GSON.fromJson(all, type);
    } catch (RuntimeException e) {
      // Gson wraps what the record's own checks refuse.
      Throwable reason = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
      throw new InvalidModelException(
          "%s: settings %s: %s".formatted(ModelManifest.FILE_NAME, all, reason.getMessage()));
    }
  }
}
