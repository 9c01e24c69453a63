package io.adamant.jobs;

import io.adamant.engine.StepMetrics;
import io.adamant.engine.TrainingListener;
import io.adamant.metrics.Metrics;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a training is: a bar on a terminal, a plain line now and then elsewhere. */
final class Progress implements TrainingListener, AutoCloseable {
  /** The launcher sets this where stderr is a terminal. */
  private static final String TERMINAL_VARIABLE = "ADAMANT_TERMINAL";

  private static final double SECONDS_BETWEEN_LINES = 5;
  private static final int UPDATE_MILLISECONDS = 200;

  private final PrintStream err;
  private final long steps;
  private final @Nullable ProgressBar bar;
  private String validationText = "";
  private String shortValidationText = "";
  private double sinceLine;

  Progress(PrintStream err, long steps) {
    this.err = err;
    this.steps = steps;
    this.bar = System.getenv(TERMINAL_VARIABLE) == null ? null : bar(err, steps);
  }

  private static ProgressBar bar(PrintStream err, long steps) {
    return new ProgressBarBuilder()
        .setTaskName("training")
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
        .setConsumer(new ConsoleProgressBarConsumer(err))
        .build();
  }

  @Override
  public void onStep(StepMetrics metrics, @Nullable Metrics validation) {
    if (validation != null) {
      Metrics.Headline headline = validation.headline();
      validationText = ", validation %s %s".formatted(headline.name(), headline.value());
      shortValidationText = " (%s)".formatted(headline.value());
    }
    if (bar != null) {
      bar.stepTo(metrics.step());
      // Eighty columns hold no more beside the bar.
      bar.setExtraMessage(
          String.format(Locale.ROOT, "loss %.4f%s", metrics.loss(), shortValidationText));
      return;
    }
    sinceLine += metrics.seconds().total();
    boolean edge = metrics.step() == metrics.batches() || metrics.step() == steps;
    if (edge || validation != null || sinceLine >= SECONDS_BETWEEN_LINES) {
      sinceLine = 0;
      err.printf(
          Locale.ROOT,
          "step %d of %d, epoch %d, %s%n",
          metrics.step(),
          steps,
          metrics.epoch(),
          text(metrics));
    }
  }

  private String text(StepMetrics metrics) {
    return String.format(
        Locale.ROOT,
        "loss %.4f%s, %,.0f rows/s",
        metrics.loss(),
        validationText,
        metrics.rowsPerSecond());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
