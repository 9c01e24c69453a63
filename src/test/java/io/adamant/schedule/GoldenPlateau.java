package io.adamant.schedule;

import io.adamant.schedule.ReduceOnPlateau.Mode;
import io.adamant.schedule.ReduceOnPlateau.ThresholdMode;
import java.util.List;

/** A recorded run of PyTorch's ReduceLROnPlateau: the metric of row t was fed after step t + 1. */
final class GoldenPlateau {
  private final GoldenScheduleFile file;

  GoldenPlateau(GoldenScheduleFile file) {
    this.file = file;
  }

  List<GoldenColumn> columns() {
    ReduceOnPlateau plateau = plateau();
    double[] metrics = file.column("metric");
    double[] rates = file.column("lr_torch(chained)");
    double[] factors = new double[rates.length];
    PlateauMemory memory = PlateauMemory.initial(plateau);
    for (int row = 0; row < rates.length; row++) {
      factors[row] = memory.factor();
      memory.observe(metrics[row], plateau);
    }
    return List.of(
        new GoldenColumn(
            file + ", rate",
            rates,
            step -> file.baseRate() * factors[(int) step - 1],
            row -> 5e-15 * rates[row]));
  }

  /** {@code ReduceLROnPlateau {'factor': 0.5, 'mode': 'max', ...}}. */
  private ReduceOnPlateau plateau() {
    ReduceOnPlateau defaults = new ReduceOnPlateau(file.baseRate());
    boolean isMax = file.settings.contains("'mode': 'max'");
    boolean isAbsolute = file.settings.contains("'threshold_mode': 'abs'");
    return new ReduceOnPlateau(
        file.baseRate(),
        isMax ? Mode.MAX : Mode.MIN,
        file.after("factor").orElse(defaults.factor()),
        (long) file.after("patience").orElse((double) defaults.patience()),
        file.after("threshold").orElse(defaults.threshold()),
        isAbsolute ? ThresholdMode.ABS : ThresholdMode.REL,
        (long) file.after("cooldown").orElse((double) defaults.cooldown()),
        file.after("min_lr").orElse(defaults.minLearningRate()),
        file.after("eps").orElse(defaults.epsilon()));
  }
}
