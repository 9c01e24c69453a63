package io.adamant.jobs;

import io.adamant.engine.Checkpoint;
import io.adamant.storage.CheckpointManifest;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.OptimizerStateSection;
import io.adamant.storage.PositionSection;
import io.adamant.storage.RunSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a checkpoint holds, for people. */
final class CheckpointText {
  /** Columns that the names have. */
  private static final int INDENT = 13;

  private final Checkpoint checkpoint;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param checkpoint whose files were found intact
   */
  CheckpointText(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /** The lines. */
  List<String> lines() {
    lines.clear();
    CheckpointManifest manifest = checkpoint.manifest();
    RunSection run = manifest.run();
    PositionSection position = manifest.position();
    ModelManifest model = manifest.model();
    add("checkpoint   %s", checkpoint.path());
    add(
        "position     step %,d of %,d, epoch %,d; number %,d of the run",
        position.step(), run.steps(), position.step() / run.stepsPerEpoch() + 1, position.number());
    add("model        %s, %s", model.model(), checkpoint.layout());
    add(
        "data         %,d rows to train on, content hash %s",
        run.data().rows(), run.data().contentHash());
    add("seed         %d", model.seed());
    lines.addAll(Paragraph.lines("optimizer", INDENT, OptimizerText.of(model.optimizer())));
    model.update().forEach((name, words) -> add("%-12s %s", name, words));
    addState("state", model.optimizerState());
    addState("outer state", manifest.outerState());
    PositionSection.Best best = position.best();
    if (best != null && best.isKept()) {
      add(
          "best         %s after optimizer step %,d, %,d validations ago",
          best.value(), best.step(), best.badValidations());
    }
    if (position.rollbacks() > 0) {
      add("rolled back  %,d times", position.rollbacks());
    }
    model.crc32c().forEach((file, crc) -> add("file         %s, CRC-32C %s, intact", file, crc));
    return lines;
  }

  private void addState(String name, @Nullable OptimizerStateSection state) {
    if (state == null) {
      return;
    }
    add("%-12s of step %,d", name, state.step());
    Long caughtUp = state.caughtUp();
    if (caughtUp != null) {
      add("  waiting    rows for steps since step %,d", caughtUp);
    }
    if (state.accumulatedGradients() > 0) {
      add("  waiting    %,d gradients for the next step", state.accumulatedGradients());
    }
    OptimizerStateSection.Average average = state.average();
    if (average != null) {
      add("  average    %s since step %,d", average.kind(), average.firstStep());
    }
  }

  private void add(String format, @Nullable Object... arguments) {
    lines.add(String.format(Locale.ROOT, format, arguments));
  }
}
