package io.adamant.jobs;

import io.adamant.engine.LocalSteps;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code batch.local-steps} and the section {@code outer}. */
final class OuterSettings {
  private static final String SECTION = "outer";
  private static final String LOCAL_STEPS = "batch.local-steps";

  /** The keys of each type. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "sgd", List.of("learning-rate"),
          "nesterov", List.of("learning-rate", "momentum"),
          "adamw", List.of("learning-rate", "beta1", "beta2", "epsilon"));

  /** DiLoCo's. */
  private static final double NESTEROV_LEARNING_RATE = 0.7;

  /** DiLoCo's. */
  private static final double NESTEROV_MOMENTUM = 0.9;

  private static final double ADAMW_LEARNING_RATE = 0.1;

  /** Of Reddi et al., as the two below. */
  private static final double BETA1 = 0.9;

  private static final double BETA2 = 0.99;
  private static final double EPSILON = 1e-3;

  private OuterSettings() {}

  static LocalSteps read(JobConfiguration job) {
    int count = (int) job.integer(LOCAL_STEPS, 1, Integer.MAX_VALUE);
    for (String key : job.keysWithValues(SECTION)) {
      if (count == 1) {
        throw job.invalid(SECTION + "." + key, "needs %s > 1".formatted(LOCAL_STEPS));
      }
    }
    return new LocalSteps(count, optimizer(job));
  }

  private static Optimizer optimizer(JobConfiguration job) {
    String type =
        job.has("outer.type")
            ? job.choice("outer.type", List.of("sgd", "nesterov", "adamw"))
            : "sgd";
    for (String key : job.keysWithValues(SECTION)) {
      if (!key.equals("type") && !KEYS.getOrDefault(type, List.of()).contains(key)) {
        throw job.invalid(
            SECTION + "." + key,
            "is not for outer.type = %s, but for %s"
                .formatted(type, String.join(", ", typesWith(key))));
      }
    }
    return switch (type) {
      case "nesterov" ->
          new Sgd(
              learningRate(job, NESTEROV_LEARNING_RATE),
              inside(job, "outer.momentum", NESTEROV_MOMENTUM, Double.MIN_VALUE, "(0, 1)"),
              0,
              true,
              0);
      case "adamw" ->
          new AdamW(
              learningRate(job, ADAMW_LEARNING_RATE),
              inside(job, "outer.beta1", BETA1, 0, "[0, 1)"),
              inside(job, "outer.beta2", BETA2, 0, "[0, 1)"),
              positive(job, "outer.epsilon", EPSILON),
              0);
      default ->
          job.has("outer.learning-rate") ? new Sgd(learningRate(job, 1)) : LocalSteps.AVERAGE;
    };
  }

  private static List<String> typesWith(String key) {
    List<String> types = new ArrayList<>();
    KEYS.forEach((type, keys) -> types.addAll(keys.contains(key) ? List.of(type) : List.of()));
    types.sort(null);
    return types;
  }

  private static double learningRate(JobConfiguration job, double otherwise) {
    return positive(job, "outer.learning-rate", otherwise);
  }

  private static double positive(JobConfiguration job, String key, double otherwise) {
    double value = job.number(key, otherwise);
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw job.invalid(key, "must be finite and > 0, got " + value);
    }
    return value;
  }

  /** A number from {@code least} to below 1. */
  private static double inside(
      JobConfiguration job, String key, double otherwise, double least, String interval) {
    double value = job.number(key, otherwise);
    if (!(value >= least && value < 1)) {
      throw job.invalid(key, "must be in %s, got %s".formatted(interval, value));
    }
    return value;
  }
}
