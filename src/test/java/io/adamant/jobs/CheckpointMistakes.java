package io.adamant.jobs;

import static io.adamant.jobs.Mistake.mistake;
import static io.adamant.jobs.Mistake.setting;

import java.util.stream.Stream;

/** What can be wrong with checkpoints, early stopping and going back. */
final class CheckpointMistakes {
  private CheckpointMistakes() {}

  static Stream<Mistake> all() {
    return Stream.of(
        setting(
            "checkpoint.path=@/c checkpoint.every-steps=0",
            "--set: checkpoint.every-steps must be a whole number from 1 to "),
        setting(
            "checkpoint.path=@/c checkpoint.every-minutes=0",
            "--set: checkpoint.every-minutes must be finite and > 0, got 0.0"),
        setting("checkpoint.path=@/c checkpoint.every-minutes=NaN", "finite and > 0, got NaN"),
        setting("checkpoint.every-steps=5", "--set: checkpoint.every-steps needs checkpoint.path"),
        setting("checkpoint.every-minutes=5", "checkpoint.every-minutes needs checkpoint.path"),
        setting("checkpoint.keep=0", "checkpoint.keep must be a whole number from 1 to "),
        setting(
            "checkpoint.on-failure=ignore",
            "checkpoint.on-failure must be one of continue, stop, got ignore"),
        setting("checkpoint.path=", "checkpoint.path: '' is no path"),
        setting(
            "early-stopping.patience=3",
            "early-stopping.patience needs validation.path or validation.fraction"),
        setting(
            "validation.fraction=0.1 early-stopping.patience=-1",
            "early-stopping.patience must be a whole number from 0 to "),
        setting("early-stopping.min-delta=0.1", "min-delta needs early-stopping.patience"),
        setting("early-stopping.metric=auc", "early-stopping.metric needs early-stopping.patience"),
        setting(
            "validation.fraction=0.1 early-stopping.patience=1 early-stopping.min-delta=-1",
            "--set: early-stopping.min-delta must be finite and >= 0, got -1.0"),
        setting(
            "validation.fraction=0.1 early-stopping.patience=1 early-stopping.min-delta=NaN",
            "finite and >= 0, got NaN"),
        setting(
            "validation.fraction=0.1 early-stopping.patience=1 early-stopping.metric=aux",
            "--set: early-stopping.metric must be loss or one of [logLoss, accuracy, auc, ",
            "got aux"),
        setting(
            "model.type=hinge validation.fraction=0.1 early-stopping.patience=1",
            "early-stopping.metric must be set for this model, whose validation has no loss"),
        setting(
            "validation.fraction=0.1 early-stopping.patience=1 save-state=true",
            "save-state = true cannot be had with early-stopping"),
        setting("rollback.times=3", "rollback.times needs clip.non-finite = rollback"),
        setting(
            "clip.non-finite=rollback",
            "clip.non-finite = rollback needs checkpoint.path and checkpoint.every-steps"),
        setting(
            "clip.non-finite=rollback checkpoint.path=@/c checkpoint.every-steps=9"
                + " rollback.factor=0",
            "--set: rollback.factor must be in (0, 1], got 0.0"),
        setting(
            "clip.non-finite=rollback checkpoint.path=@/c checkpoint.every-steps=9"
                + " rollback.times=0",
            "rollback.times must be a whole number from 1 to "),
        mistake("--warm-start alone", "train --warm-start", "--warm-start needs --resume DIR"),
        mistake(
            "--resume of nothing", "train --resume @/none", "--resume: no checkpoint in @/none"),
        mistake(
            "--resume of a model", "train --resume @/trained", "--resume: no checkpoint in @/"));
  }
}
