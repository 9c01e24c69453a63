package io.adamant.benchmark;

import io.adamant.engine.ShardedExamples;
import io.adamant.engine.StepMetrics;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingSettings;
import io.adamant.linalg.PagedTable;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.Parameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The time in which MLlib's logistic regression comes to its held-out log loss, over the time in
 * which we come to the same. Its penalty and our settings are chosen by rows that are neither
 * trained on nor held out here. Both begin with the same cached table of rows; packing them for us
 * is part of our time. Our step of that log loss is found by a training that is validated often,
 * and which counts for nothing else: since trainings repeat to the bit, one of just as many steps
 * that is not validated ends with the same parameters.
 */
final class TimeToLogLoss implements Comparison {
  private static final double[] REG_PARAMS = {1e-6, 1e-5, 1e-4};
  private static final LogisticRegression MODEL = new LogisticRegression(true);
  private static final int STEPS_BETWEEN_VALIDATIONS = 2;

  @Override
  public String name() {
    return "time-to-log-loss";
  }

  @Override
  public String what() {
    return "time to held-out log loss, MLlib LogisticRegression over ours to the same log loss";
  }

  @Override
  public Bar bar() {
    return Bar.atLeast(10);
  }

  /** A training of ours. */
  private record Run(double seconds, double packing, double logLoss) {}

  @Override
  public Result run(Workbench bench) {
    List<MllibRegression> fits = new ArrayList<>();
    for (double regParam : REG_PARAMS) {
      fits.add(fit(bench, regParam));
    }
    MllibRegression best =
        fits.stream().min(Comparator.comparingDouble(MllibRegression::tuningLogLoss)).orElseThrow();
    long steps = stepsTo(best.logLoss(), bench);
    if (steps == NOT_REACHED) {
      // No time of ours, so that no ratio is large enough.
      return Result.of(
          this,
          0,
          List.of(Figure.of("MLlib, best", "s", best.seconds())),
          List.of(
              "log loss %.5f was not reached in %d epochs"
                  .formatted(best.logLoss(), SoonestSettings.EPOCHS)));
    }
    Run first = ours(bench, steps);
    List<Double> theirs = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> packing = new ArrayList<>();
    List<Double> training = new ArrayList<>();
    for (int round = 1; round <= bench.sizes().rounds(); round++) {
      theirs.add(fit(bench, best.regParam()).seconds());
      Run run = ours(bench, steps);
      if (!(run.logLoss() <= best.logLoss())) {
        throw new IllegalStateException(
            "the %d steps of log loss %s end with %s now"
                .formatted(steps, best.logLoss(), run.logLoss()));
      }
      ours.add(run.seconds());
      packing.add(run.packing());
      training.add(run.seconds() - run.packing());
    }
    Figure ofTheirs = new Figure("MLlib, warm", "s", theirs);
    Figure ofOurs = new Figure("ours, warm", "s", ours);
    return Result.of(
        this,
        ofTheirs.median() / ofOurs.median(),
        List.of(
            ofTheirs,
            ofOurs,
            new Figure("ours without packing, warm", "s", training),
            new Figure("our packing, warm", "s", packing),
            Figure.of("MLlib, its first fit in this session", "s", fits.get(0).seconds()),
            Figure.of("ours, our first training behind the search", "s", first.seconds())),
        List.of(
            "held-out log loss %.5f by MLlib (regParam %s, %d iterations, standardization off), %.5f by ours after %d steps"
                .formatted(
                    best.logLoss(), best.regParam(), best.iterations(), first.logLoss(), steps),
            "MLlib's log loss of the rows that settings are chosen by, by regParam: "
                + byRegParam(fits)));
  }

  private static MllibRegression fit(Workbench bench, double regParam) {
    MllibRegression fit = MllibRegression.fit(bench, regParam);
    bench.say(
        "MLlib, regParam %s: %.2f s, %d iterations, held-out log loss %.5f",
        regParam, fit.seconds(), fit.iterations(), fit.logLoss());
    return fit;
  }

  private static String byRegParam(List<MllibRegression> fits) {
    return String.join(
        ", ",
        fits.stream()
            .map(fit -> String.format(Locale.ROOT, "%s: %.5f", fit.regParam(), fit.tuningLogLoss()))
            .toList());
  }

  private static final long NOT_REACHED = -1;

  /** The first validated step that has a log loss, or {@link #NOT_REACHED}. */
  private static long stepsTo(double logLoss, Workbench bench) {
    Stopwatch watch = new Stopwatch();
    try (ShardedExamples examples = bench.shardsOfTable(SoonestSettings.batch(bench.sizes()))) {
      int epoch = examples.plan().stepsPerEpoch();
      List<Long> reached = new ArrayList<>();
      double[] lowest = {Double.POSITIVE_INFINITY};
      new Trainer(
              bench.spark(),
              MODEL,
              examples,
              bench.heldOut().blocks(),
              TrainingSettings.of(
                  SoonestSettings.update(epoch),
                  SoonestSettings.steps(epoch),
                  STEPS_BETWEEN_VALIDATIONS),
              (step, validation) -> {
                if (validation != null) {
                  lowest[0] = Math.min(lowest[0], validation.loss());
                  if (validation.loss() <= logLoss) {
                    reached.add(step.step());
                  }
                }
              })
          .train();
      bench.say(
          "ours, validated every %d steps: %.5f at best, %s; %.2f s with validations",
          STEPS_BETWEEN_VALIDATIONS,
          lowest[0],
          reached.isEmpty() ? "not reached" : "reached after %d steps".formatted(reached.get(0)),
          watch.seconds());
      return reached.isEmpty() ? NOT_REACHED : reached.get(0);
    }
  }

  /** From the table to the parameters after some steps. */
  private static Run ours(Workbench bench, long steps) {
    double[] packing = new double[1];
    Stopwatch watch = new Stopwatch();
    try (ShardedExamples examples = bench.shardsOfTable(SoonestSettings.batch(bench.sizes()))) {
      Trainer trainer =
          new Trainer(
              bench.spark(),
              MODEL,
              examples,
              null,
              TrainingSettings.of(
                  SoonestSettings.update(examples.plan().stepsPerEpoch()), steps, steps),
              (step, validation) -> noteStart(step, watch, packing));
      trainer.train();
      double seconds = watch.seconds();
      double logLoss = logLoss(bench, trainer.parameters());
      bench.say(
          "ours: %.2f s, %.2f of them packing, held-out log loss %.5f",
          seconds, packing[0], logLoss);
      return new Run(seconds, packing[0], logLoss);
    }
  }

  /** All that comes before the first step is packing. */
  private static void noteStart(StepMetrics step, Stopwatch watch, double[] packing) {
    if (step.step() == 1) {
      packing[0] = watch.seconds() - step.seconds().total();
    }
  }

  private static double logLoss(Workbench bench, Parameters parameters) {
    PagedTable table = parameters.withAllRows().table();
    double[] weights = new double[bench.sizes().features()];
    int at = 0;
    for (int page = 0; page < table.pageCount(); page++) {
      double[] values = table.readOnlyPage(page);
      System.arraycopy(values, 0, weights, at, values.length);
      at += values.length;
    }
    return bench.heldOut().logLoss(weights, parameters.tensors()[0][0]);
  }
}
