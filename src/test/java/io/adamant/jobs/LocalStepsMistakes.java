package io.adamant.jobs;

import static io.adamant.jobs.Mistake.setting;
import static io.adamant.jobs.Mistake.training;

import java.util.stream.Stream;

/** What can be wrong with {@code batch.local-steps} and the section {@code outer}. */
final class LocalStepsMistakes {
  private LocalStepsMistakes() {}

  static Stream<Mistake> values() {
    return Stream.of(
        setting("batch.local-steps=0", "--set: batch.local-steps must be a whole number from 1 to"),
        setting("batch.local-steps=1.5", "--set: batch.local-steps must be a whole number"),
        training(
            "rounds longer than an epoch",
            "good.svm",
            "batch.local-steps=16 batch.size=50",
            "--set: batch.local-steps must be <= ",
            "the steps of an epoch, got 16; lower it or batch.size"),
        setting("outer.momentum=0.5", "--set: outer.momentum needs batch.local-steps > 1"),
        local("outer.type=adam", "outer.type must be one of sgd, nesterov, adamw, got adam"),
        local("outer.momentum=0.5", "outer.momentum is not for outer.type = sgd, but for nesterov"),
        local("outer.learning-rate=0", "outer.learning-rate must be finite and > 0, got 0.0"),
        local("outer.learning-rate=NaN", "outer.learning-rate must be finite and > 0, got NaN"),
        local("outer.type=nesterov outer.momentum=1", "outer.momentum must be in (0, 1), got 1.0"),
        local("outer.type=nesterov outer.momentum=0", "outer.momentum must be in (0, 1), got 0.0"),
        local("outer.type=adamw outer.beta1=NaN", "outer.beta1 must be in [0, 1), got NaN"),
        local("outer.type=adamw outer.beta2=1", "outer.beta2 must be in [0, 1), got 1.0"),
        local("outer.type=adamw outer.epsilon=0", "outer.epsilon must be finite and > 0, got 0.0"));
  }

  static Stream<Mistake> combinations() {
    return Stream.of(
        refused("optimizer.sparse=dense", "optimizer.sparse = dense", "take lazy"),
        refused("optimizer.sparse=deferred", "optimizer.sparse = deferred", "take lazy"),
        refused("batch.accumulation-steps=2", "batch.accumulation-steps = 2", "take 1"),
        refused("averaging.type=ema", "averaging.type = ema", "take none"),
        refused("schedule.type=plateau", "schedule.type = plateau", "take another"),
        refused("clip.non-finite=skip", "clip.non-finite = skip", "take fail"),
        refused("optimizer.groups=[{tensors=weight,l1=0.1}]", "optimizer.groups.l1 = 0.1", "zero"),
        local(
            "optimizer.type=ftrl",
            "batch.local-steps = 2 cannot be had with optimizer.type = ftrl"),
        local(
            "optimizer.type=lamb",
            "batch.local-steps = 2 cannot be had with optimizer.type = lamb"),
        local("optimizer.type=adafactor", "cannot be had with optimizer.type = adafactor"),
        local(
            "save-state=true outer.type=nesterov",
            "--set: save-state = true cannot be had with outer.type = nesterov, whose own state"));
  }

  private static Mistake local(String settings, String... parts) {
    return setting("batch.local-steps=2 " + settings, parts);
  }

  private static Mistake refused(String settings, String what, String mend) {
    return local(settings, what + " cannot be had with batch.local-steps = 2: ", mend);
  }
}
