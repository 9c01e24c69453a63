package io.adamant.optimizer;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A case of the manifest. */
record GoldenCase(JsonObject json) {
  private static final Set<String> RULES =
      Set.of(
          "sgd",
          "adagrad",
          "rmsprop",
          "adadelta",
          "adam",
          "adamw",
          "amsgrad",
          "adamax",
          "nadam",
          "radam",
          "lion",
          "ftrl",
          "lamb",
          "adafactor",
          "sparseadam",
          "rprop",
          "asgd");

  String file() {
    return text("file");
  }

  String name() {
    return text("case");
  }

  String problem() {
    return text("problem");
  }

  /** {@code torch}, {@code optax} and {@code keras} ran the library; {@code transcription}. */
  String kind() {
    return text("kind");
  }

  String source() {
    return text("source");
  }

  /** The start of the file's digest, which may be empty. */
  String sha256() {
    return json.has("sha256") ? text("sha256") : "";
  }

  GoldenConfig config() {
    return new GoldenConfig(json.getAsJsonObject("config"));
  }

  /**
   * The optimizer, by its usual name in lower case: PyTorch's class, or part of the case's name.
   */
  String rule() {
    String naming = kind().equals("torch") ? source() : name();
    return Arrays.stream(naming.split("[^A-Za-z]+", -1))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(RULES::contains)
        .findFirst()
        .orElse("");
  }

  /** Whether the case's name has a part. */
  boolean isNamed(String part) {
    return List.of(name().split("_", -1)).contains(part);
  }

  /** Whether it records a known mistake, which must not be reproduced. */
  boolean isNegativeControl() {
    return isNamed("BUG");
  }

  /** Why Adamant does not compute the case; empty where it does. */
  Optional<String> whyNotCovered() {
    try {
      GoldenRecipe.of(this);
      return Optional.empty();
    } catch (GoldenRecipe.NotOfferedException e) {
      return Optional.of(e.reason());
    }
  }

  @Override
  public String toString() {
    return file();
  }

  private String text(String key) {
    return json.get(key).getAsString();
  }
}
