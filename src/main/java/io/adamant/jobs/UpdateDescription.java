package io.adamant.jobs;

import io.adamant.engine.LocalSteps;
import io.adamant.engine.TrainingSettings;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.NonFinite;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.UpdateSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** In words what is switched on beside the optimizer: nothing for what is as usual. */
final class UpdateDescription {
  /** A schedule that changes nothing. */
  private static final String CONSTANT = "constant";

  private UpdateDescription() {}

  /**
   * The words, by a name of at most 12 letters.
   *
   * @param schedule that of the settings, in words
   * @param shards of which the result depends on with local steps
   */
  static Map<String, String> of(String schedule, TrainingSettings training, int shards) {
    Map<String, String> words = of(schedule, training);
    LocalSteps local = training.localSteps();
    if (local.areTaken()) {
      String outer =
          local.outer().equals(LocalSteps.AVERAGE)
              ? "averaged"
              : "outer " + OptimizerText.of(local.outer().toString());
      words.put(
          "local steps", "%d in each of %d shards, %s".formatted(local.count(), shards, outer));
    }
    return words;
  }

  /**
   * The words, by a name of at most 12 letters.
   *
   * @param schedule that of the settings, in words
   */
  static Map<String, String> of(String schedule, TrainingSettings training) {
    UpdateSettings update = training.update();
    LinkedHashMap<String, String> words = new LinkedHashMap<>();
    if (!schedule.equals(CONSTANT)) {
      words.put("schedule", schedule);
    }
    if (!update.groups().equals(ParameterGroup.DEFAULT)) {
      words.put(
          "groups",
          update.groups().isEmpty()
              ? "none"
              : update.groups().stream()
                  .map(UpdateDescription::words)
                  .collect(Collectors.joining("; ")));
    }
    GradientClipping clipping = update.clipping();
    List<String> limits = limits(clipping);
    if (!limits.isEmpty()) {
      words.put("clipping", String.join(", ", limits));
    }
    if (clipping.nonFinite() != NonFinite.FAIL) {
      words.put("not finite", KebabCase.of(clipping.nonFinite()));
    }
    if (update.accumulationSteps() > 1) {
      words.put(
          "accumulation", "%d batches to an optimizer step".formatted(update.accumulationSteps()));
    }
    AveragingSettings averaging = update.averaging();
    switch (averaging.kind()) {
      case NONE -> {}
      case EMA ->
          words.put(
              "averaging",
              "ema, decay %s, from optimizer step %d"
                  .formatted(RecordSettings.text(averaging.decay()), averaging.startStep()));
      case TAIL ->
          words.put("averaging", "tail, from optimizer step %d".formatted(averaging.startStep()));
    }
    if (training.precision() != WirePrecision.DEFAULT) {
      words.put("wire", KebabCase.of(training.precision()));
    }
    return words;
  }

  private static List<String> limits(GradientClipping clipping) {
    List<String> limits = new ArrayList<>();
    if (clipping.value() < Double.POSITIVE_INFINITY) {
      limits.add("values to " + RecordSettings.text(clipping.value()));
    }
    if (clipping.norm() < Double.POSITIVE_INFINITY) {
      limits.add(
          "norm (%s) to %s"
              .formatted(
                  ClippingSettings.word(clipping.normType()),
                  RecordSettings.text(clipping.norm())));
    }
    return limits;
  }

  private static String words(ParameterGroup group) {
    if (group.frozen()) {
      return group.tensors() + " frozen";
    }
    List<String> words = new ArrayList<>();
    add(words, "learning rate x ", group.learningRateFactor(), 1);
    Double decay = group.weightDecay();
    if (decay != null) {
      words.add("weight decay " + RecordSettings.text(decay));
    }
    add(words, "l1 ", group.l1(), 0);
    add(words, "l2 ", group.l2(), 0);
    add(words, "norm to ", group.clipNorm(), Double.POSITIVE_INFINITY);
    return group.tensors() + " " + (words.isEmpty() ? "as usual" : String.join(", ", words));
  }

  private static void add(List<String> words, String name, double value, double usual) {
    if (value < usual || value > usual) {
      words.add(name + RecordSettings.text(value));
    }
  }
}
