package io.adamant.jobs;

import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.SparseUpdates;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** Null where it is left to the size of the table. */
  static @Nullable SparseUpdates sparseUpdates(JobConfiguration job) {
    return job.has("optimizer.sparse")
        ? job.choice("optimizer.sparse", List.of(SparseUpdates.values()), KebabCase::of)
        : null;
  }
}
