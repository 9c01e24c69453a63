package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigurationTest {
  private static JsonObject keys(@Nullable String setting) {
    return RunConfiguration.of(
        JobConfiguration.load(
            null,
            setting == null
                ? List.of("optimizer.learning-rate=0.05")
                : List.of("optimizer.learning-rate=0.05", setting)));
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer.learning-rate=5e-2,",
    "output=elsewhere,",
    "overwrite=true,",
    "input.path=elsewhere,",
    "validation.path=elsewhere,",
    "shards=8,",
    "aggregation.tree-bytes=0,",
    "checkpoint.path=elsewhere,",
    "checkpoint.keep=9,",
    "save-state=true,",
    "seed=1, seed",
    "epochs=2, epochs",
    "optimizer.learning-rate=0.06, optimizer.learning-rate",
    "optimizer.groups=[{tensors=bias}], optimizer.groups",
    "validation.every=3, validation.every",
    "input.on-bad-row=skip, input.on-bad-row",
    "clip.norm=1, clip.norm",
    "wire.precision=float32, wire.precision",
    "early-stopping.patience=1, early-stopping.patience"
  })
  void keysThatCanChangeABitTellRunsApart(String setting, @Nullable String key) {
    RunConfiguration.Difference difference = RunConfiguration.difference(keys(null), keys(setting));
    assertEquals(key, difference == null ? null : difference.key());
  }
}
