package io.adamant.jobs;

import io.adamant.data.Task;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.DataSettings;
import io.adamant.engine.DivergenceException;
import io.adamant.engine.InputRules;
import io.adamant.engine.ModelFolder;
import io.adamant.engine.RowSource;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingSettings;
import io.adamant.engine.TrainingStart;
import io.adamant.model.Model;
import io.adamant.optimizer.ParameterLayout;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Trains one run after the other on rows that are packed once. */
final class ComparedRuns implements AutoCloseable {
  /** All that decides how rows are read and packed. */
  record Packing(
      InputSettings input,
      DataSettings data,
      String classWeight,
      @Nullable String validationPath,
      WarmStart.Settings warmStart,
      Task task) {
    static Packing of(CompareSettings.Variant variant) {
      TrainSettings train = variant.train();
      return new Packing(
          train.input(),
          train.data(1),
          variant.configuration().texts().getOrDefault("model.class-weight", ""),
          train.validationPath(),
          train.warmStart(),
          train.model().task());
    }
  }

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final @Nullable Encoding encoding;
  private final RowSource source;
  private final ShardedExamples examples;
  private final ValidationRows validation;
  private final PrintStream err;

  private ComparedRuns(
      JavaSparkContext spark,
      @Nullable Encoding encoding,
      RowSource source,
      ShardedExamples examples,
      ValidationRows validation,
      PrintStream err) {
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.encoding = encoding;
    this.source = source;
    this.examples = examples;
    this.validation = validation;
    this.err = err;
  }

  /** Reads and packs the rows of a run, and of all that read and pack them alike. */
  static ComparedRuns load(CompareSettings.Variant variant, SparkSession session, PrintStream err)
      throws IOException {
    JavaSparkContext spark = Sessions.context(session);
    TrainSettings asked = variant.train();
    Task task = asked.model().task();
    WarmStart warmStart = WarmStart.read(asked, spark.hadoopConfiguration(), err);
    Encoding encoding = TableEncoding.of(asked.input(), session, task, warmStart);
    TrainSettings train = encoded(variant, encoding);
    RowSource source = train.input().open(session, null, task);
    RowSource validationSource =
        train.validationPath() == null
            ? null
            : train.input().open(session, train.validationPath(), task);
    InputRules rules = train.input().rules().withTask(task);
    if (warmStart != null) {
      rules = warmStart.rules(rules);
    }
    err.printf("reading %s%n", source.name());
    ShardedExamples examples =
        ShardedExamples.load(
            source, rules, train.data(spark.defaultParallelism()), train.classWeights());
    try {
      return new ComparedRuns(
          spark,
          encoding,
          source,
          examples,
          ValidationRows.of(train, examples, validationSource),
          err);
    } catch (RuntimeException e) {
      examples.close();
      throw e;
    }
  }

  /** The settings of a run, with the encoding of its columns where they have one. */
  private static TrainSettings encoded(
      CompareSettings.Variant variant, @Nullable Encoding encoding) {
    return encoding == null
        ? variant.train()
        : TrainSettings.read(variant.configuration(), encoding);
  }

  /** Trains a run into its folder. One that diverges says so in its description. */
  void train(CompareSettings.Variant variant, Path folder, RunFiles files) throws IOException {
    TrainSettings train = encoded(variant, encoding);
    Model model = train.model(examples.labels().classes());
    ParameterLayout layout = Trainer.layout(model, examples.features());
    WarmStart warmStart = WarmStart.read(train, hadoop, err);
    TrainingStart start = TrainCommand.start(model, examples, warmStart, source);
    TableMemory.require(train, layout, 0);
    MemoryCheck memory = TableMemory.of(train, layout);
    if (!start.parameters().places().areAll()) {
      start.parameters().places().limit(memory.roomForRows());
    }
    long stepsBefore = warmStart == null ? 0 : warmStart.step();
    TrainingSettings training =
        variant
            .configuration()
            .build(
                () ->
                    train.training(
                        examples.plan().stepsPerEpoch(), examples.features(), stepsBefore));
    RunDescription description =
        new RunDescription(
            variant.name(),
            variant.configuration(),
            train,
            examples,
            training,
            validation.rows(),
            spark);
    files.write(folder, description);
    try (MetricsLog log = new MetricsLog(folder, hadoop);
        TensorBoardLog board = TensorBoardLog.open(train, folder, false, hadoop);
        Progress progress = new Progress(err, training.steps())) {
      new TrainingJob(
              spark,
              train,
              training,
              model,
              examples,
              validation.blocks(),
              new ModelFolder(new Path(folder, TrainCommand.MODEL_FOLDER), hadoop),
              memory)
          .run(
              start,
              (metrics, measured) -> {
                log.onStep(metrics, measured);
                progress.onStep(metrics, measured);
                description.onStep(metrics, measured);
                if (board != null) {
                  board.onStep(metrics, measured);
                }
              },
              null);
      description.finish(RunDescription.FINISHED);
    } catch (DivergenceException | UsageException e) {
      // Others are still to be compared with it.
      err.println(e.getMessage());
      description.end(e);
    }
    files.write(folder, description);
  }

  @Override
  public void close() {
    validation.close();
    examples.close();
  }
}
