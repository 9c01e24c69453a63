package io.adamant.jobs;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Fields;
import io.adamant.data.InvalidInputException;
import io.adamant.data.Task;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.DivergenceException;
import io.adamant.engine.EvaluationExamples;
import io.adamant.engine.Evaluator;
import io.adamant.engine.InputRules;
import io.adamant.engine.ModelFolder;
import io.adamant.engine.ModelWriting;
import io.adamant.engine.RowSource;
import io.adamant.engine.SavedEncoding;
import io.adamant.engine.SavedLabels;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingSettings;
import io.adamant.engine.TrainingStart;
import io.adamant.linalg.TooManyRowsException;
import io.adamant.metrics.Metrics;
import io.adamant.model.LogisticLoss;
import io.adamant.model.LogisticRegression;
import io.adamant.model.Model;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.storage.InputSection;
import io.adamant.storage.ModelManifest;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adamant train}: trains a model as a job file says. */
@Command(
    name = "train",
    description = "Train a model as a job file says.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  static final String MODEL_FOLDER = "model";

  private static final long NOTHING_TOUCHED = 0;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "JOB",
      description = "job file, such as jobs/ctr.conf")
  private @Nullable File job;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "set a key, over the job file; may be given again. conf/reference.conf has all keys")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--live",
      paramLabel = "PORT",
      description = "serve the report to browsers while the training runs; 0 for any free port")
  private @Nullable Integer livePort;

  @Option(
      names = "--live-host",
      paramLabel = "HOST",
      description =
          "serve it on this address, not on this machine's loopback alone; the page then needs the"
              + " token of the address that is printed")
  private @Nullable String liveHost;

  private final PrintStream out;
  private final PrintStream err;

  TrainCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    JobConfiguration configuration = JobConfiguration.load(job, settings);
    TrainSettings train = TrainSettings.read(configuration);
    LivePage.requireValid(livePort, liveHost);
    try (SparkSession session = Sessions.open(name(job))) {
      run(configuration, train, session);
    }
    return Adamant.OK;
  }

  /** By which Spark and the report call the training. */
  private static String name(@Nullable File job) {
    return job == null ? "adamant train" : "adamant train " + job.getName();
  }

  private void run(JobConfiguration configuration, TrainSettings asked, SparkSession session)
      throws IOException {
    JavaSparkContext spark = Sessions.context(session);
    Configuration hadoop = spark.hadoopConfiguration();
    UserPath place = output(asked, hadoop);
    Path output = place.path();
    if (asked.input().features() > 0) {
      // Of how many classes is not known yet.
      requireMemory(
          asked,
          Trainer.layout(asked.model(TrainSettings.FEWEST_CLASSES), asked.input().features()),
          NOTHING_TOUCHED);
    }
    Task task = asked.model().task();
    WarmStart warmStart = WarmStart.read(asked, hadoop);
    Encoding encoding = TableEncoding.of(asked.input(), session, task, warmStart);
    TrainSettings train = encoding == null ? asked : TrainSettings.read(configuration, encoding);
    RowSource source = train.input().open(session, null, task);
    RowSource validationSource =
        train.validationPath() == null
            ? null
            : train.input().open(session, train.validationPath(), task);

    InputRules rules = train.input().rules().withTask(task);
    if (warmStart != null) {
      rules = warmStart.rules(rules);
      err.printf("beginning with %s%n", warmStart);
    }
    err.printf("reading %s%n", source.name());
    long started = System.nanoTime();
    try (ShardedExamples examples =
            ShardedExamples.load(
                source, rules, train.data(spark.defaultParallelism()), train.classWeights());
        ValidationRows validation = validationRows(train, examples, validationSource)) {
      Model model = train.model(examples.labels().classes());
      ParameterLayout layout = Trainer.layout(model, examples.features());
      requireMemory(train, layout, NOTHING_TOUCHED);
      TrainingStart start = start(model, examples, warmStart, source);
      MemoryCheck memory = memory(train, layout);
      if (!start.parameters().places().areAll()) {
        start.parameters().places().limit(memory.roomForRows());
        memory.say(err, examples.survey().nonZeros());
      }
      long stepsBefore = warmStart == null ? 0 : warmStart.step();
      // The number of steps is known only now: what does not fit it is the user's to mend.
      TrainingSettings training =
          configuration.build(
              () -> train.training(examples.plan(), examples.features(), stepsBefore));
      TrainingSummary summary = new TrainingSummary(train, model, examples, training);
      summary.printData(err, validation.rows());

      boolean existed = place.files().exists(output);
      place.files().mkdirs(output);
      RunDescription description =
          new RunDescription(
              name(job), configuration, train, examples, training, validation.rows(), spark);
      RunFiles files = new RunFiles(hadoop);
      files.write(output, description);
      ModelFolder folder = new ModelFolder(new Path(output, MODEL_FOLDER), hadoop);
      try (MetricsLog log = new MetricsLog(output, hadoop);
          TensorBoardLog board = TensorBoardLog.open(train, output, hadoop);
          LivePage live = LivePage.open(livePort, liveHost, description::json, err);
          Progress progress = new Progress(err, training.steps())) {
        Trainer trainer =
            new Trainer(
                spark,
                model,
                examples,
                validation.blocks(),
                training,
                (metrics, measured) -> {
                  log.onStep(metrics, measured);
                  progress.onStep(metrics, measured);
                  summary.onStep(metrics, measured);
                  description.onStep(metrics, measured);
                  if (board != null) {
                    board.onStep(metrics, measured);
                  }
                  if (live != null) {
                    live.onStep(metrics, measured);
                  }
                },
                start);
        train(trainer, folder, train, training, examples, memory);
        description.finish(RunDescription.FINISHED);
      } catch (DivergenceException e) {
        // The log of nothing is no use to anyone; what was there before stays.
        place.files().delete(existed ? new Path(output, MetricsLog.FILE_NAME) : output, true);
        place.files().delete(existed ? new Path(output, RunDescription.FILE_NAME) : output, true);
        throw new UsageException(e.getMessage() + "; there is no good model to keep");
      } catch (UsageException e) {
        description.end(e);
        files.writeDone(output, description);
        throw e;
      }
      files.writeDone(output, description);
      summary.printResult(
          out, (System.nanoTime() - started) * 1e-9, bestReachable(train, validation.blocks()));
    }
  }

  static TrainingStart start(
      Model model, ShardedExamples examples, @Nullable WarmStart warmStart, RowSource source) {
    if (warmStart == null) {
      return TrainingStart.zeros(Trainer.layout(model, examples.features()));
    }
    warmStart.requireLabels(examples.labels(), source.name());
    return warmStart.start();
  }

  /** Trains and saves; throws on where the loss diverges before there is anything to save. */
  static void train(
      Trainer trainer,
      ModelFolder folder,
      TrainSettings train,
      TrainingSettings training,
      ShardedExamples examples,
      MemoryCheck memory)
      throws IOException {
    try {
      trainer.train();
    } catch (TooManyRowsException e) {
      String full = memory.outgrown(trainer.step() + 1, e);
      if (trainer.step() == 0) {
        throw new UsageException(full + "; there is no good model to keep");
      }
      save(trainer, folder, train, training, examples);
      throw new UsageException(
          "%s; the model of optimizer step %d is kept in %s"
              .formatted(full, trainer.step(), folder.path()));
    } catch (DivergenceException e) {
      if (trainer.step() == 0 || e.lastGoodStep() == 0 || !trainer.parameters().areFinite()) {
        throw e;
      }
      save(trainer, folder, train, training, examples);
      throw new UsageException(
          "%s; the model of %sstep %d is kept in %s"
              .formatted(
                  e.getMessage(),
                  trainer.step() == e.lastGoodStep() ? "" : "optimizer ",
                  trainer.step(),
                  folder.path()),
          e);
    }
    save(trainer, folder, train, training, examples);
  }

  private static void save(
      Trainer trainer,
      ModelFolder folder,
      TrainSettings train,
      TrainingSettings training,
      ShardedExamples examples)
      throws IOException {
    try (ModelWriting writing = folder.beginWriting()) {
      if (train.saveState()) {
        writing.writeState(trainer.state(), trainer.trainedParameters());
      }
      writing.writeParameters(trainer.parameters());
      writing.finish(
          checksums -> {
            ModelManifest manifest =
                new ModelManifest(
                    train.model().type(),
                    train.model(),
                    examples.features(),
                    examples.indexBase(),
                    SavedLabels.section(examples.labels()),
                    trainer.step(),
                    examples.survey().rows() - examples.survey().heldBackRows(),
                    train.optimizer().toString(),
                    UpdateDescription.of(
                        train.schedule().words(), training, examples.shards().getNumPartitions()),
                    train.seed(),
                    checksums);
            return withInput(manifest, train.input());
          });
    }
  }

  /** Adds how rows are read and encoded, as far as there is anything to say. */
  private static ModelManifest withInput(ModelManifest manifest, InputSettings input) {
    ModelManifest complete = manifest;
    Fields fields = input.fields();
    if (fields != null) {
      complete = complete.withFields(fields.sizes());
    }
    InputSection section = input.section();
    if (section != null) {
      complete = complete.with(section);
    }
    Encoding encoding = input.encoding().encoding();
    return encoding == null ? complete : complete.withEncoding(SavedEncoding.sections(encoding));
  }

  static UserPath output(TrainSettings train, Configuration hadoop) throws IOException {
    UserPath output = UserPath.toCreate("output", train.output(), hadoop);
    if (!output.files().exists(output.path())) {
      return output;
    }
    if (!train.overwrite()) {
      throw new UsageException(
          "output: %s exists; choose another or --set overwrite=true".formatted(train.output()));
    }
    if (!output.files().getFileStatus(output.path()).isDirectory()) {
      throw new UsageException("output: %s is a file, not a folder".formatted(train.output()));
    }
    return output;
  }

  /**
   * Refuses a table that does not fit.
   *
   * @param touched rows that are sure to be there, where the others come with their first touch
   */
  static void requireMemory(TrainSettings train, ParameterLayout layout, long touched) {
    boolean isDense = train.update(layout.rows()).sparseUpdates() == SparseUpdates.DENSE;
    MemoryCheck memory = memory(train, layout);
    if (isDense || !layout.isLarge() || touched == layout.rows()) {
      memory.requireAllRows();
    } else {
      memory.requireRows(touched);
    }
  }

  static MemoryCheck memory(TrainSettings train, ParameterLayout layout) {
    boolean isDeferred = train.update(layout.rows()).sparseUpdates() == SparseUpdates.DEFERRED;
    return new MemoryCheck(
        layout,
        OptimizerState.bytes(train.optimizer(), layout)
            + OptimizerState.bytes(train.localSteps().outer(), layout)
            + AveragingSettings.bytes(train.averaging().kind(), layout)
            + (isDeferred ? OptimizerState.deferredBytes(layout) : 0),
        Runtime.getRuntime().maxMemory());
  }

  static ValidationRows validationRows(
      TrainSettings train, ShardedExamples examples, @Nullable RowSource source) {
    if (source != null) {
      EvaluationExamples loaded =
          EvaluationExamples.load(
              source,
              train
                  .input()
                  .rules()
                  .with(examples.features(), examples.indexBase())
                  .withTask(train.model().task()),
              examples.labels());
      return new ValidationRows(loaded.blocks(), loaded.survey().rows(), loaded::close);
    }
    long heldBack = examples.survey().heldBackRows();
    if (train.heldBackFraction() > 0 && heldBack == 0) {
      throw new InvalidInputException(
          "validation.fraction = %s held back none of the %d rows; raise it"
              .formatted(train.heldBackFraction(), examples.survey().rows()));
    }
    return new ValidationRows(heldBack == 0 ? null : examples.heldBack(), heldBack, () -> {});
  }

  /**
   * What the log odds of the generator's own truth reach on the validation rows; null for other
   * inputs, and beside a model whose scores mean something else.
   */
  private static @Nullable Metrics bestReachable(
      TrainSettings train, @Nullable JavaRDD<ExampleBlock> validation) {
    if (train.input().format() != InputSettings.Format.CTR
        || validation == null
        || !train.model().type().equals(LogisticRegression.TYPE)) {
      return null;
    }
    return Evaluator.evaluate(validation, new CtrTruth(train.input().ctr()), new LogisticLoss());
  }

  /** Rows to validate on, if any, and how to let go of them. */
  record ValidationRows(@Nullable JavaRDD<ExampleBlock> blocks, long rows, Runnable release)
      implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }
}
