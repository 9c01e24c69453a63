package io.adamant.jobs;

import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.SparseUpdates;
import java.util.List;
import java.util.Set;

/** Reads the section {@code optimizer}, but for its {@link GroupSettings groups}. */
final class OptimizerSettings {
  static final String SECTION = "optimizer";

  /** The keys beside those of the rule. */
  static final Set<String> COMMON_KEYS = Set.of("type", "sparse", "groups");

  private OptimizerSettings() {}

  static Optimizer optimizer(JobConfiguration job) {
    OptimizerCatalog.Entry entry =
        job.choice(SECTION + ".type", OptimizerCatalog.ENTRIES, OptimizerCatalog.Entry::name);
    for (String key : job.keysWithValues(SECTION)) {
      if (!COMMON_KEYS.contains(key) && !entry.keys().contains(key)) {
        throw job.invalid(
            SECTION + "." + key,
            "is not a setting of %s, but of %s"
                .formatted(entry.name(), String.join(", ", OptimizerCatalog.namesWith(key))));
      }
    }
    return RecordSettings.read(job, SECTION, entry.defaults());
  }

  static SparseUpdates sparseUpdates(JobConfiguration job) {
    if (job.string("optimizer.sparse").equals("deferred")) {
      throw job.invalid("optimizer.sparse", "= deferred is not there yet; take dense or lazy");
    }
    return job.choice(
        "optimizer.sparse", List.of(SparseUpdates.DENSE, SparseUpdates.LAZY), KebabCase::of);
  }
}
