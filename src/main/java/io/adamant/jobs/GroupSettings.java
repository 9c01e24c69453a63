package io.adamant.jobs;

import io.adamant.engine.Trainer;
import io.adamant.model.Model;
import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.ParameterPart;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code optimizer.groups}. */
final class GroupSettings {
  private static final String LIST = "optimizer.groups";
  private static final List<String> KEYS =
      List.of("tensors", "learning-rate-factor", "weight-decay", "l1", "l2", "clip-norm", "frozen");

  private GroupSettings() {}

  /** The groups, each of which has tensors of the model for itself. */
  static List<ParameterGroup> read(JobConfiguration job, Model model) {
    if (!job.has(LIST)) {
      return ParameterGroup.DEFAULT;
    }
    // The names are the same whatever the number of features.
    List<String> names =
        Trainer.layout(model, 1).parts().stream().map(ParameterPart::name).toList();
    List<String> left = new ArrayList<>(names);
    List<ParameterGroup> groups = new ArrayList<>();
    for (JobConfiguration settings : job.objects(LIST, KEYS)) {
      ParameterGroup group = settings.build(() -> group(settings));
      if (names.stream().noneMatch(group::matches)) {
        throw settings.invalid(
            "tensors",
            "= %s matches nothing; the model has %s"
                .formatted(group.tensors(), String.join(", ", names)));
      }
      // A tensor belongs to the first group that matches it.
      if (!left.removeIf(group::matches)) {
        throw settings.invalid(
            "tensors",
            "= %s gets nothing, since groups before it match the same; put the narrower first"
                .formatted(group.tensors()));
      }
      groups.add(group);
    }
    return groups;
  }

  private static ParameterGroup group(JobConfiguration settings) {
    boolean frozen = settings.has("frozen") && settings.bool("frozen");
    for (String key : List.of("learning-rate-factor", "weight-decay", "l1", "l2")) {
      if (frozen && settings.has(key)) {
        throw settings.invalid(key, "has no use where frozen = true");
      }
    }
    return new ParameterGroup(
        settings.string("tensors"),
        settings.number("learning-rate-factor", 1.0),
        settings.has("weight-decay") ? (Double) settings.number("weight-decay") : null,
        settings.number("l1", 0.0),
        settings.number("l2", 0.0),
        settings.number("clip-norm", GradientClipping.NONE.norm()),
        frozen);
  }
}
