package io.adamant.jobs;

import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** Reads the section {@code optimizer}. */
final class OptimizerSettings {
  private static final Set<String> COMMON_KEYS =
      Set.of("type", "learning-rate", "weight-decay", "sparse", "groups");
  private static final Set<String> ADAM_KEYS = Set.of("beta1", "beta2", "epsilon");
  private static final Set<String> SGD_KEYS = Set.of("momentum", "dampening", "nesterov");

  /** The keys of each optimizer beside the common ones. */
  private static final TreeMap<String, Set<String>> KEYS_BY_TYPE = new TreeMap<>();

  static {
    KEYS_BY_TYPE.put("adam", ADAM_KEYS);
    KEYS_BY_TYPE.put("adamw", ADAM_KEYS);
    KEYS_BY_TYPE.put("sgd", SGD_KEYS);
  }

  private OptimizerSettings() {}

  static Optimizer optimizer(JobConfiguration job) {
    String type = job.choice("optimizer.type", List.copyOf(KEYS_BY_TYPE.keySet()));
    Set<String> ownKeys = KEYS_BY_TYPE.getOrDefault(type, Set.of());
    for (String key : job.keysWithValues("optimizer")) {
      if (!COMMON_KEYS.contains(key) && !ownKeys.contains(key)) {
        throw job.invalid("optimizer." + key, "is not a setting of " + type);
      }
    }
    return job.build(
        () ->
            switch (type) {
              case "sgd" -> sgd(job);
              case "adam" -> adam(job);
              default -> adamW(job);
            });
  }

  private static Optimizer sgd(JobConfiguration job) {
    return new Sgd(
        job.number("optimizer.learning-rate", Sgd.DEFAULTS.learningRate()),
        job.number("optimizer.momentum", Sgd.DEFAULTS.momentum()),
        job.number("optimizer.dampening", Sgd.DEFAULTS.dampening()),
        job.has("optimizer.nesterov") && job.bool("optimizer.nesterov"),
        job.number("optimizer.weight-decay", Sgd.DEFAULTS.weightDecay()));
  }

  private static Optimizer adam(JobConfiguration job) {
    return new Adam(
        job.number("optimizer.learning-rate", Adam.DEFAULTS.learningRate()),
        job.number("optimizer.beta1", Adam.DEFAULTS.beta1()),
        job.number("optimizer.beta2", Adam.DEFAULTS.beta2()),
        job.number("optimizer.epsilon", Adam.DEFAULTS.epsilon()),
        job.number("optimizer.weight-decay", Adam.DEFAULTS.weightDecay()));
  }

  private static Optimizer adamW(JobConfiguration job) {
    return new AdamW(
        job.number("optimizer.learning-rate", AdamW.DEFAULTS.learningRate()),
        job.number("optimizer.beta1", AdamW.DEFAULTS.beta1()),
        job.number("optimizer.beta2", AdamW.DEFAULTS.beta2()),
        job.number("optimizer.epsilon", AdamW.DEFAULTS.epsilon()),
        job.number("optimizer.weight-decay", AdamW.DEFAULTS.weightDecay()));
  }

  static SparseUpdates sparseUpdates(JobConfiguration job) {
    String word = job.string("optimizer.sparse");
    if (word.equals("deferred")) {
      throw job.invalid("optimizer.sparse", "= deferred is not there yet; take dense or lazy");
    }
    job.choice("optimizer.sparse", List.of("dense", "lazy"));
    return SparseUpdates.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static List<ParameterGroup> groups(JobConfiguration job) {
    if (!job.has("optimizer.groups")) {
      return ParameterGroup.DEFAULT;
    }
    List<ParameterGroup> groups = new ArrayList<>();
    Set<String> keys = Set.of("tensors", "learning-rate-factor", "weight-decay");
    for (JobConfiguration group : job.objects("optimizer.groups", keys)) {
      Double decay = group.has("weight-decay") ? (Double) group.number("weight-decay") : null;
      groups.add(
          job.build(
              () ->
                  new ParameterGroup(
                      group.string("tensors"), group.number("learning-rate-factor", 1.0), decay)));
    }
    return groups;
  }
}
