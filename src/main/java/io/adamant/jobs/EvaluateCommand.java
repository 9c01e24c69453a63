package io.adamant.jobs;

import io.adamant.engine.EvaluationExamples;
import io.adamant.engine.Evaluator;
import io.adamant.engine.SavedModel;
import io.adamant.engine.WorkingSet;
import io.adamant.metrics.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code adamant evaluate}: one JSON object on stdout that says how well a model predicts. */
@Command(
    name = "evaluate",
    description = "Measure a model on rows with labels; prints one JSON object.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private final ScoringInput scoring = new ScoringInput();

  private final PrintStream out;
  private final PrintStream err;

  EvaluateCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    scoring.check();
    try (SparkSession session = Sessions.open("adamant evaluate")) {
      SavedModel saved = scoring.readModel(session);
      try (EvaluationExamples examples =
          EvaluationExamples.load(
              scoring.open(session, saved), scoring.rules(saved), saved.labels())) {
        if (examples.survey().badRows() > 0) {
          err.printf("%d bad rows passed over%n", examples.survey().badRows());
        }
        Metrics metrics =
            Evaluator.evaluate(
                Sessions.context(session),
                saved.model(),
                WorkingSet.all(saved.parameters()),
                examples.blocks());
        out.println(MetricsLog.json(metrics));
      }
    }
    return Adamant.OK;
  }
}
