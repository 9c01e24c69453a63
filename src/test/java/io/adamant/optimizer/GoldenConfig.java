package io.adamant.optimizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Settings of a recorded run, by the keys of the library; remembers which were asked for. */
final class GoldenConfig {
  private final JsonObject json;
  private final Set<String> unused;

  GoldenConfig(JsonObject json) {
    this.json = json;
    unused = new TreeSet<>(json.keySet());
  }

  /** What nobody has asked for: settings that the recipe does not know. */
  Set<String> unused() {
    return unused;
  }

  private @Nullable JsonElement take(String key) {
    unused.remove(key);
    JsonElement value = json.get(key);
    return value == null || value.isJsonNull() ? null : value;
  }

  boolean has(String key) {
    return take(key) != null;
  }

  /** A number under whichever of its names. */
  double number(double otherwise, String... keys) {
    double number = otherwise;
    for (String key : keys) {
      JsonElement value = take(key);
      if (value != null) {
        number = value.getAsDouble();
      }
    }
    return number;
  }

  boolean flag(String key, boolean otherwise) {
    JsonElement value = take(key);
    return value == null ? otherwise : value.getAsBoolean();
  }

  String text(String key, String otherwise) {
    JsonElement value = take(key);
    return value == null ? otherwise : value.getAsString();
  }

  /** A list, empty where there is none. */
  JsonArray list(String key) {
    JsonElement value = take(key);
    return value == null ? new JsonArray() : value.getAsJsonArray();
  }

  /** β₁ is 0, β₂ is 1. */
  double beta(int which, double otherwise) {
    JsonArray betas = list("betas");
    double own = betas.isEmpty() ? otherwise : betas.get(which).getAsDouble();
    return number(own, "b" + (which + 1), "beta" + (which + 1));
  }
}
