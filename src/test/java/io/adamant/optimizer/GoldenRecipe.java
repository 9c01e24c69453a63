package io.adamant.optimizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.adamant.linalg.IntegerPower;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How Adamant computes a recorded run.
 *
 * @param rate the learning rate of a step, where the file does not record it
 * @param recordedRate whether the file's rates are the steps' learning rates
 * @param bufferRate what the recorded momentum buffer is multiplied by
 */
record GoldenRecipe(
    Optimizer optimizer,
    GradientClipping clipping,
    List<ParameterGroup> groups,
    SparseUpdates sparse,
    int accumulationSteps,
    IntToDoubleFunction rate,
    boolean recordedRate,
    double bufferRate,
    Tolerance tolerance) {

  /** The case is one of something that Adamant does not have. */
  static final class NotOfferedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String reason;

    NotOfferedException(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /**
   * Differences allowed.
   *
   * @param ulps of the largest magnitude that the coordinate has reached
   * @param relative to that magnitude
   * @param absolute whatever the magnitude
   */
  record Tolerance(double ulps, double relative, double absolute) {
    static final Tolerance EXACT = new Tolerance(0, 0, 0);

    /** Between different orders of work. */
    static final Tolerance OTHER_ORDER = new Tolerance(64, 0, 0);

    /** RAdam's ρ is a difference of two numbers that are nearly the same. */
    static final Tolerance RADAM = new Tolerance(0, 1e-11, 0);

    /** AdaFactor, some of which the libraries compute in 32-bit floats. */
    static final Tolerance ADAFACTOR = new Tolerance(0, 1e-6, 0);

    /** Schedules and means of gradients, which optax computes in 32-bit floats. */
    static Tolerance floats(double learningRate) {
      return new Tolerance(0, 1e-6, 1e-6 * learningRate);
    }

    boolean isExact() {
      return equals(EXACT);
    }

    /**
     * The difference allowed to a coordinate.
     *
     * @param magnitude the largest that it has reached
     * @param divergence how far two runs are apart whose starts differ by an ulp
     */
    double of(double magnitude, double divergence) {
      if (isExact() || Double.isInfinite(magnitude)) {
        return 0;
      }
      return ulps * Math.max(Math.ulp(magnitude), divergence) + relative * magnitude + absolute;
    }
  }

  private static final Pattern WARMUP_COSINE =
      Pattern.compile("warmup_cosine (\\S+)->(\\S+) in (\\d+), ->(\\S+) at (\\d+)");

  /** Powers are compared so far. */
  private static final int LAST_POWER = 100;

  /**
   * The recipe of a case.
   *
   * @throws NotOfferedException where there is none
   */
  static GoldenRecipe of(GoldenCase golden) {
    GoldenConfig config = golden.config();
    if (config.flag("maximize", false)) {
      throw new NotOfferedException("Adamant does not offer maximize");
    }
    Optimizer optimizer = new GoldenRules(golden, config).optimizer();
    boolean adaFactor = golden.rule().equals("adafactor");
    double rate = config.number(adaFactor ? 1e-2 : Double.NaN, "lr");
    IntToDoubleFunction rates = schedule(config.text("schedule", ""), rate);
    GradientClipping clipping = clipping(golden, config);
    List<ParameterGroup> groups = groups(config, rate);
    boolean inBuffer = config.flag("lr_in_buf", false);
    int accumulationSteps = (int) config.number(1, "k");
    Tolerance tolerance = tolerance(golden);
    SparseUpdates sparse =
        golden.rule().equals("sparseadam") ? SparseUpdates.LAZY : SparseUpdates.DENSE;
    Set<String> unknown = config.unused();
    // The rates that these give are in the file.
    unknown.removeAll(Set.of("warmup", "T_max", "start_factor"));
    if (!unknown.isEmpty()) {
      throw new NotOfferedException("Adamant does not offer " + unknown);
    }
    return new GoldenRecipe(
        optimizer,
        clipping,
        groups,
        sparse,
        accumulationSteps,
        rates,
        !adaFactor,
        inBuffer ? rate : 1,
        tolerance);
  }

  private static Tolerance tolerance(GoldenCase golden) {
    boolean torch = golden.kind().equals("torch");
    GoldenConfig config = golden.config();
    if (golden.kind().equals("optax") && (config.has("schedule") || config.has("k"))) {
      return Tolerance.floats(config.number(0, "lr"));
    }
    return switch (golden.rule()) {
      case "adafactor" ->
          golden.kind().equals("transcription") ? Tolerance.OTHER_ORDER : Tolerance.ADAFACTOR;
      case "radam" -> torch ? sameOrder(golden) : Tolerance.RADAM;
      // SparseAdam moves its moments by (1 − β)(g − m), and NAdam's μ is a real power.
      case "sparseadam", "nadam" -> Tolerance.OTHER_ORDER;
      default -> torch ? sameOrder(golden) : Tolerance.OTHER_ORDER;
    };
  }

  /** No difference, but for sums and powers, whose last bit depends on who computes them. */
  private static Tolerance sameOrder(GoldenCase golden) {
    boolean sums = golden.config().has("clip_norm");
    GoldenConfig config = golden.config();
    boolean powers = hasSamePowers(config.beta(0, 0.9)) && hasSamePowers(config.beta(1, 0.999));
    return sums || !powers ? Tolerance.OTHER_ORDER : Tolerance.EXACT;
  }

  private static boolean hasSamePowers(double base) {
    for (int exponent = 1; exponent <= LAST_POWER; exponent++) {
      if (IntegerPower.of(base, exponent) != Math.pow(base, exponent)) {
        return false;
      }
    }
    return true;
  }

  private static IntToDoubleFunction schedule(String text, double constant) {
    if (text.isEmpty()) {
      return step -> constant;
    }
    Matcher matcher = WARMUP_COSINE.matcher(text);
    if (!matcher.matches()) {
      throw new NotOfferedException("unknown schedule " + text);
    }
    double first = Double.parseDouble(matcher.group(1));
    double peak = Double.parseDouble(matcher.group(2));
    int warmup = Integer.parseInt(matcher.group(3));
    double last = Double.parseDouble(matcher.group(4));
    int end = Integer.parseInt(matcher.group(5));
    return step -> {
      int done = step - 1;
      if (done < warmup) {
        return first + (peak - first) * done / warmup;
      }
      double share = Math.min(1, (done - warmup) / (double) (end - warmup));
      return last + (peak - last) * 0.5 * (1 + Math.cos(Math.PI * share));
    };
  }

  private static GradientClipping clipping(GoldenCase golden, GoldenConfig config) {
    double infinity = Double.POSITIVE_INFINITY;
    double value = config.number(infinity, "clip_value");
    if (golden.kind().equals("torch")) {
      return new GradientClipping(value, config.number(infinity, "clip_norm"));
    }
    double norm =
        golden.rule().equals("adafactor")
            ? infinity
            : config.number(infinity, "clip", "max_grad_norm");
    return new GradientClipping(value, norm, VectorNorm.L2, 0, NonFinite.FAIL);
  }

  /** PyTorch's groups, or optax's mask of the tensors that decay. */
  private static List<ParameterGroup> groups(GoldenConfig config, double rate) {
    List<ParameterGroup> groups = new ArrayList<>();
    for (JsonElement element : config.list("groups")) {
      JsonObject group = element.getAsJsonObject();
      double factor = group.get("lr").getAsDouble() / rate;
      for (JsonElement tensor : group.getAsJsonArray("tensors")) {
        groups.add(new ParameterGroup("tensor" + tensor, factor, group.get("wd").getAsDouble()));
      }
    }
    JsonArray mask = config.list("mask");
    for (int tensor = 0; tensor < mask.size(); tensor++) {
      @Nullable Double decay = mask.get(tensor).getAsInt() == 0 ? 0.0 : null;
      groups.add(new ParameterGroup("tensor" + tensor, 1, decay));
    }
    return groups;
  }
}
