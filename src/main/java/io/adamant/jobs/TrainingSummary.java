package io.adamant.jobs;

import io.adamant.data.BinaryLabels;
import io.adamant.data.InputSurvey;
import io.adamant.data.Task;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.StepMetrics;
import io.adamant.engine.TrainingListener;
import io.adamant.engine.TrainingSettings;
import io.adamant.metrics.Metrics;
import io.adamant.model.Model;
import io.adamant.optimizer.AveragingSettings;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person reads of a training: the data before it, the result after it. */
final class TrainingSummary implements TrainingListener {
  private final TrainSettings train;
  private final Model model;
  private final ShardedExamples examples;
  private final TrainingSettings training;

  private double epochLossSum;
  private long epochRows;
  private long epoch;
  private long lines;
  private long optimizerSteps;
  private long clippedSteps;
  private long nonFiniteSteps;
  private long rows;
  private double seconds;
  private @Nullable Metrics validation;
  private long batches;
  private long lastStep;
  private long modelStep;
  private String checkpoints = "";
  private int rollbacks;

  TrainingSummary(
      TrainSettings train, Model model, ShardedExamples examples, TrainingSettings training) {
    this.train = train;
    this.model = model;
    this.examples = examples;
    this.training = training;
  }

  @Override
  public void onStep(StepMetrics metrics, @Nullable Metrics measured) {
    if (metrics.epoch() != epoch) {
      epoch = metrics.epoch();
      epochLossSum = 0;
      epochRows = 0;
    }
    boolean isFinite = Double.isFinite(metrics.loss());
    epochLossSum += isFinite ? metrics.loss() * metrics.rows() : 0;
    epochRows += isFinite ? metrics.rows() : 0;
    lines++;
    batches += metrics.batches();
    lastStep = metrics.step();
    optimizerSteps = metrics.optimizerStep();
    clippedSteps += metrics.outcome().clipped() ? 1 : 0;
    switch (metrics.outcome().action()) {
      case ZEROED, SKIPPED -> nonFiniteSteps++;
      case STEPPED, ACCUMULATED, FAILED -> {}
    }
    rows += metrics.rows();
    seconds += metrics.seconds().total();
    validation = measured == null ? validation : measured;
  }

  /**
   * The training has ended.
   *
   * @param ofModel optimizer step of the model that was saved
   * @param keeping null without checkpoints
   */
  void onEnd(@Nullable Long ofModel, @Nullable Checkpointing keeping) {
    modelStep = ofModel == null ? 0 : ofModel;
    if (keeping != null) {
      checkpoints = keeping.summary();
      rollbacks = keeping.rollbacks();
    }
  }

  void printData(PrintStream out, long validationRows) {
    InputSurvey survey = examples.survey();
    long trainingRows = trainingRows();
    print(
        out,
        "%,d rows to train and %,d to validate, %.1f non-zeros a row, %,d features",
        trainingRows,
        validationRows,
        (double) survey.nonZeros() / survey.rows(),
        examples.features());
    Encoding encoding = train.input().encoding().encoding();
    if (encoding != null) {
      print(out, "%s", TableEncoding.summary(encoding));
    }
    print(
        out,
        "%s; indices from %d%s",
        labels(examples, model.loss().task()),
        examples.indexBase(),
        train.input().rules().indexBase() < 0 ? " (detected)" : "");
    if (survey.badRows() > 0) {
      print(
          out,
          "%,d bad rows passed over; the first: %s",
          survey.badRows(),
          survey.firstBadReason());
    }
    int lanes = examples.plan().lanes();
    int shards = examples.shards().getNumPartitions();
    print(
        out,
        "%,d steps, %,d an epoch of about %,d rows; %d lanes in %d shards%s",
        training.steps(),
        examples.plan().stepsPerEpoch(),
        trainingRows / examples.plan().stepsPerEpoch(),
        lanes,
        shards,
        train.shards() != null && train.shards() > lanes ? " (no more than lanes)" : "");
    print(
        out,
        "%s; sparse updates %s%s",
        OptimizerText.of(train.optimizer().toString()),
        KebabCase.of(training.update().sparseUpdates()),
        train.sparseUpdates() == null ? " (by default)" : "");
    UpdateDescription.of(train.schedule().words(), training, shards)
        .forEach((name, words) -> print(out, "%-12s %s", name, words));
  }

  private long trainingRows() {
    return examples.survey().rows() - examples.survey().heldBackRows();
  }

  static String labels(ShardedExamples examples, Task task) {
    InputSurvey survey = examples.survey();
    if (examples.labels() instanceof BinaryLabels two) {
      long positive = survey.rowsByLabel().getOrDefault(two.positive(), 0L);
      return String.format(
          Locale.ROOT, "labels %s, %.2f %% positive", two, 100.0 * positive / survey.rows());
    }
    if (task == Task.BINARY) {
      String positive = PredictionText.label(examples.labels(), true);
      return String.format(
          Locale.ROOT,
          "labels %s and %s; %s is positive, %.2f %%",
          PredictionText.label(examples.labels(), false),
          positive,
          positive,
          100.0 * survey.texts().rows().getOrDefault(positive, 0L) / survey.rows());
    }
    return examples.labels().classes() > 0
        ? examples.labels().toString()
        : String.format(
            Locale.ROOT,
            "labels from %s to %s",
            BinaryLabels.plain(survey.smallestLabel()),
            BinaryLabels.plain(survey.largestLabel()));
  }

  void printResult(PrintStream out, double wallSeconds, @Nullable Metrics best) {
    print(
        out,
        "trained %,d steps%s in %.1f s (%,.0f rows/s), %.1f s with reading",
        lastStep,
        batches == lastStep ? "" : String.format(Locale.ROOT, ", %,d of them now,", batches),
        seconds,
        rows / seconds,
        wallSeconds);
    if (optimizerSteps != lastStep) {
      print(out, "  optimizer    %,d steps", optimizerSteps);
    }
    if (epochRows > 0) {
      print(
          out,
          "  training     %s %.4f (mean of the last epoch%s)",
          model.loss().name(),
          epochLossSum / epochRows,
          batches < lastStep && epochRows < trainingRows() ? ", since the run went on" : "");
    } else {
      print(out, "  training     no batch of the last epoch had a finite loss");
    }
    Metrics measured = validation;
    if (measured != null) {
      print(out, "  validation   %s", measured.summary());
    }
    if (best != null) {
      print(
          out,
          "  reachable    log loss %.4f: what the generator's own truth scores on these rows",
          best.loss());
    }
    if (clippedSteps > 0) {
      print(out, "  clipped      %,d of %,d %s", clippedSteps, lines, clippedIn());
    }
    if (nonFiniteSteps > 0) {
      print(
          out,
          "  not finite   %,d of %,d steps (clip.non-finite = %s)",
          nonFiniteSteps,
          training.steps(),
          KebabCase.of(training.update().clipping().nonFinite()));
    }
    printAveraged(out);
    printFaults(out);
    print(out, "  model        %s/%s", train.output(), TrainCommand.MODEL_FOLDER);
    print(out, "  metrics      %s/%s", train.output(), MetricsLog.FILE_NAME);
    print(out, "  report       %s/%s", train.output(), RunFiles.REPORT);
  }

  private void printFaults(PrintStream out) {
    if (training.earlyStopping() != null) {
      print(
          out,
          "  best         optimizer step %,d%s",
          modelStep,
          lastStep < training.steps()
              ? String.format(
                  Locale.ROOT, "; stopped early, %,d steps were left", training.steps() - lastStep)
              : "");
    }
    if (rollbacks > 0) {
      print(out, "  rolled back  %,d times", rollbacks);
    }
    if (!checkpoints.isEmpty()) {
      print(out, "  checkpoints  %s", checkpoints);
    }
  }

  private String clippedIn() {
    return training.localSteps().areTaken() ? "rounds" : "steps";
  }

  /** How much of the training is in the average; a batch that is passed over moves its start. */
  private void printAveraged(PrintStream out) {
    AveragingSettings averaging = training.update().averaging();
    if (averaging.kind() == AveragingSettings.Kind.NONE) {
      return;
    }
    long averaged = optimizerSteps - averaging.startStep() + 1;
    if (averaged > 0) {
      print(out, "  averaged     the last %,d of %,d optimizer steps", averaged, optimizerSteps);
    } else {
      print(
          out,
          "  averaged     nothing: of averaging.start-step = %d only %,d optimizer steps were taken",
          averaging.startStep(),
          optimizerSteps);
    }
  }

  private static void print(PrintStream out, String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
