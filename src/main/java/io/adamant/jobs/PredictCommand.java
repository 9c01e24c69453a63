package io.adamant.jobs;

import io.adamant.data.ExampleBlock;
import io.adamant.data.LabelEncoding;
import io.adamant.engine.EvaluationExamples;
import io.adamant.engine.SavedModel;
import io.adamant.engine.WorkingSet;
import io.adamant.model.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adamant predict}: a line of prediction for each row, in the input's order. */
@Command(
    name = "predict",
    description = {
      "Score rows with a model; their labels do not matter.",
      "Writes a folder of text files with a line a row, in the input's order: of two classes the"
          + " predicted label and the probability of the positive one, with a tab between. A model"
          + " without probabilities (hinge, squared-hinge, squared-classifier) has its score there."
          + " Of several classes the label and each one's probability; of a regression the mean."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private final ScoringInput scoring = new ScoringInput();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PATH",
      description = "folder to write; must not exist")
  private String output = "";

  private final PrintStream err;

  PredictCommand(PrintStream err) {
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    scoring.check();
    try (SparkSession session = Sessions.open("adamant predict")) {
      JavaSparkContext spark = Sessions.context(session);
      OutputFolder folder = new OutputFolder(output, spark.hadoopConfiguration());
      SavedModel saved = scoring.readModel(session);
      try (EvaluationExamples examples =
          EvaluationExamples.loadUnlabelled(
              scoring.openUnlabelled(session, saved), scoring.rules(saved))) {
        Broadcast<WorkingSet> parameters = spark.broadcast(WorkingSet.all(saved.parameters()));
        try {
          PredictionLines lines = new PredictionLines(saved.model(), saved.labels(), parameters);
          folder.write(examples.blocks().flatMap(lines));
        } finally {
          parameters.destroy();
        }
        err.printf(
            "%,d predictions in %s%s%n",
            examples.survey().rows(),
            output,
            examples.survey().badRows() == 0
                ? ""
                : "; %,d bad rows passed over".formatted(examples.survey().badRows()));
      }
    }
    return Adamant.OK;
  }

  private static final class PredictionLines implements FlatMapFunction<ExampleBlock, String> {
    private final Model model;
    private final PredictionText text;
    private final Broadcast<WorkingSet> parameters;

    PredictionLines(Model model, LabelEncoding labels, Broadcast<WorkingSet> parameters) {
      this.model = model;
      this.text = new PredictionText(model.loss(), labels);
      this.parameters = parameters;
    }

    @Override
    public Iterator<String> call(ExampleBlock block) {
      double[] scores = parameters.value().score(model, block);
      List<String> lines = new ArrayList<>();
      for (int row = 0; row < block.rows(); row++) {
        lines.add(text.line(scores, row * model.loss().outputs()));
      }
      return lines.iterator();
    }
  }
}
