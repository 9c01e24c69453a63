package io.adamant.optimizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A case of the manifest. */
record GoldenCase(JsonObject json) {
  /** Agreement, in ulps of a coordinate's largest magnitude, between different orders of work. */
  private static final double OTHER_ORDER = 64;

  /**
   * How Adamant computes a case.
   *
   * @param baseRate the rate that groups' factors multiply, where the file records none
   * @param ulps the largest difference allowed, in ulps of the coordinate's largest magnitude
   */
  record Recipe(
      Optimizer optimizer,
      GradientClipping clipping,
      List<ParameterGroup> groups,
      double baseRate,
      double ulps) {}

  String file() {
    return text("file");
  }

  String problem() {
    return text("problem");
  }

  /** The start of the file's digest, which may be empty. */
  String sha256() {
    return json.has("sha256") ? text("sha256") : "";
  }

  @Override
  public String toString() {
    return file();
  }

  private String text(String key) {
    return json.get(key).getAsString();
  }

  private JsonObject config() {
    return json.getAsJsonObject("config");
  }

  private double number(String key, double otherwise) {
    JsonElement value = config().get(key);
    return value == null ? otherwise : value.getAsDouble();
  }

  private boolean has(String key) {
    JsonElement value = config().get(key);
    return value != null && (!value.getAsJsonPrimitive().isBoolean() || value.getAsBoolean());
  }

  /** The recipe, or null where the case is of a rule that Adamant does not have. */
  @Nullable Recipe recipe() {
    @Nullable Optimizer optimizer = optimizer();
    if (optimizer == null || has("maximize") || has("amsgrad") || has("eps_root")) {
      return null;
    }
    double infinity = Double.POSITIVE_INFINITY;
    GradientClipping clipping =
        new GradientClipping(number("clip_value", infinity), number("clip_norm", infinity));
    // The order of summation of the norm is Adamant's own.
    boolean sameOrder = text("kind").equals("torch") && !has("clip_norm");
    return new Recipe(
        optimizer, clipping, groups(), number("lr", Double.NaN), sameOrder ? 0 : OTHER_ORDER);
  }

  /** Whether tensors have settings of their own. */
  boolean hasGroups() {
    return !groups().isEmpty();
  }

  private @Nullable Optimizer optimizer() {
    return text("kind").equals("torch") ? torch() : others();
  }

  private @Nullable Optimizer torch() {
    String source = text("source");
    if (source.endsWith("torch.optim.SGD") || source.endsWith("then SGD")) {
      return new Sgd(1, number("momentum", 0), number("dampening", 0), has("nesterov"), decay(0));
    }
    if (source.endsWith("torch.optim.Adam") || source.endsWith("then Adam")) {
      return new Adam(1, beta(0, 0.9), beta(1, 0.999), number("eps", 1e-8), decay(0));
    }
    if (source.endsWith("AdamW") || source.startsWith("AdamW")) {
      return new AdamW(1, beta(0, 0.9), beta(1, 0.999), number("eps", 1e-8), decay(0.01));
    }
    return null;
  }

  /** Cases of other libraries that use the same formulas. */
  private @Nullable Optimizer others() {
    return switch (text("case")) {
      case "optax_sgd_nesterov", "keras_sgd_nesterov" ->
          new Sgd(1, number("momentum", 0), 0, true, 0);
      case "optax_adam", "optax_adam_eps1e-3" -> new Adam(1, 0.9, 0.999, number("eps", 1e-8), 0);
      case "optax_adamw", "optax_adamw_masked", "adamw_optax" ->
          new AdamW(1, 0.9, 0.999, 1e-8, number("wd", Double.NaN));
      default -> null;
    };
  }

  private double beta(int which, double otherwise) {
    JsonArray betas = config().getAsJsonArray("betas");
    return betas == null ? otherwise : betas.get(which).getAsDouble();
  }

  private double decay(double otherwise) {
    return number("weight_decay", otherwise);
  }

  /** PyTorch's groups, or optax's mask of the tensors that decay. */
  private List<ParameterGroup> groups() {
    List<ParameterGroup> groups = new ArrayList<>();
    JsonArray torch = config().getAsJsonArray("groups");
    if (torch != null) {
      for (JsonElement element : torch) {
        JsonObject group = element.getAsJsonObject();
        double factor = group.get("lr").getAsDouble() / number("lr", Double.NaN);
        for (JsonElement tensor : group.getAsJsonArray("tensors")) {
          groups.add(new ParameterGroup("tensor" + tensor, factor, group.get("wd").getAsDouble()));
        }
      }
    }
    JsonArray mask = config().getAsJsonArray("mask");
    if (mask != null) {
      for (int tensor = 0; tensor < mask.size(); tensor++) {
        @Nullable Double decay = mask.get(tensor).getAsInt() == 0 ? 0.0 : null;
        groups.add(new ParameterGroup("tensor" + tensor, 1, decay));
      }
    }
    return groups;
  }
}
