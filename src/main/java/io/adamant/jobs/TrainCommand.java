package io.adamant.jobs;

import io.adamant.data.ExampleBlock;
import io.adamant.data.Task;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.Checkpoint;
import io.adamant.engine.DivergenceException;
import io.adamant.engine.Evaluator;
import io.adamant.engine.InputRules;
import io.adamant.engine.ModelFolder;
import io.adamant.engine.RowSource;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingSettings;
import io.adamant.engine.TrainingStart;
import io.adamant.metrics.Metrics;
import io.adamant.model.LogisticLoss;
import io.adamant.model.LogisticRegression;
import io.adamant.model.Model;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.storage.RunSection;
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
      names = "--resume",
      paramLabel = "DIR",
      description =
          "go on from the newest checkpoint in a folder; without JOB, with the job that it keeps")
  private @Nullable String resume;

  @Option(
      names = "--warm-start",
      description = "with --resume: a new run, of any job, which takes the parameters alone")
  private boolean parametersAlone;

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
  private final StopRequest stop;

  TrainCommand(PrintStream out, PrintStream err, StopRequest stop) {
    this.out = out;
    this.err = err;
    this.stop = stop;
  }

  @Override
  public Integer call() throws IOException {
    JobConfiguration configuration = configuration();
    TrainSettings train = TrainSettings.read(configuration);
    LivePage.requireValid(livePort, liveHost);
    try (SparkSession session = Sessions.open(name())) {
      return run(configuration, train, session);
    }
  }

  /** By which Spark and the report call the training. */
  private String name() {
    return job == null ? "adamant train" : "adamant train " + job.getName();
  }

  private JobConfiguration configuration() throws IOException {
    String from = resume;
    if (from == null) {
      if (parametersAlone) {
        throw new UsageException("--warm-start needs --resume DIR");
      }
      return JobConfiguration.load(job, settings);
    }
    Checkpoint newest = ResumePlan.newest("--resume", from, Sessions.hadoopConfiguration(), err);
    if (newest == null) {
      throw new UsageException("--resume: no checkpoint in " + from);
    }
    List<String> above = new ArrayList<>(settings);
    above.add((parametersAlone ? "warm-start.path=" : "checkpoint.path=") + from);
    // A new run has a job of its own, if only by what is set; one that goes on may keep its old
    // one.
    return job == null && !parametersAlone
        ? JobConfiguration.ofSaved(newest.manifest().run().configuration().toString(), above)
        : JobConfiguration.load(job, above);
  }

  private int run(JobConfiguration configuration, TrainSettings asked, SparkSession session)
      throws IOException {
    JavaSparkContext spark = Sessions.context(session);
    Configuration hadoop = spark.hadoopConfiguration();
    ResumePlan resumed = ResumePlan.find(configuration, asked, hadoop, err);
    UserPath place = TrainingOutput.place(asked, resumed != null, hadoop);
    Path output = place.path();
    if (asked.input().features() > 0) {
      // Of how many classes is not known yet.
      TableMemory.require(
          asked,
          Trainer.layout(asked.model(TrainSettings.FEWEST_CLASSES), asked.input().features()),
          NOTHING_TOUCHED);
    }
    Task task = asked.model().task();
    WarmStart warmStart = resumed != null ? null : WarmStart.read(asked, hadoop, err);
    Encoding encoding =
        resumed != null
            ? resumed.encoding()
            : TableEncoding.of(asked.input(), session, task, warmStart);
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
    if (resumed != null) {
      rules = resumed.rules(rules);
      err.printf("going on from %s%n", resumed);
    }
    err.printf("reading %s%n", source.name());
    long started = System.nanoTime();
    try (ShardedExamples examples =
            ShardedExamples.load(
                source, rules, train.data(spark.defaultParallelism()), train.classWeights());
        ValidationRows validation = ValidationRows.of(train, examples, validationSource)) {
      Model model = train.model(examples.labels().classes());
      ParameterLayout layout = Trainer.layout(model, examples.features());
      TableMemory.require(train, layout, NOTHING_TOUCHED);
      long stepsBefore =
          resumed != null ? resumed.stepsBefore() : warmStart == null ? 0 : warmStart.step();
      // The number of steps is known only now: what does not fit it is the user's to mend.
      TrainingSettings training =
          configuration.build(
              () ->
                  train.training(
                      examples.plan().stepsPerEpoch(), examples.features(), stepsBefore));
      RunSection run =
          RunConfiguration.section(configuration, examples, validation, training, stepsBefore);
      TrainingStart start =
          resumed != null
              ? TrainingStart.resumed(resumed.read(run, training))
              : start(model, examples, warmStart, source);
      MemoryCheck memory = TableMemory.of(train, layout);
      if (!start.parameters().places().areAll()) {
        start.parameters().places().limit(memory.roomForRows());
        memory.say(err, examples.survey().nonZeros());
      }
      TrainingSummary summary = new TrainingSummary(train, model, examples, training);
      summary.printData(err, validation.rows());

      boolean existed = place.files().exists(output);
      place.files().mkdirs(output);
      RunDescription description =
          new RunDescription(
              name(), configuration, train, examples, training, validation.rows(), spark);
      RunFiles files = new RunFiles(hadoop);
      files.write(output, description);
      ModelFolder folder = new ModelFolder(new Path(output, MODEL_FOLDER), hadoop);
      TrainingJob job =
          new TrainingJob(
              spark, train, training, model, examples, validation.blocks(), folder, memory);
      try (ClusterEvents events = new ClusterEvents(spark.sc(), examples.shards().id());
          MetricsLog log =
              resumed == null
                  ? new MetricsLog(output, hadoop)
                  : MetricsLog.continued(output, hadoop, resumed.metricsLines());
          TensorBoardLog board = TensorBoardLog.open(train, output, resumed != null, hadoop);
          LivePage live =
              LivePage.open(livePort, liveHost, description::json, files.read(output).log(), err);
          Progress progress = new Progress(err, training.steps());
          Checkpointing keeping =
              Checkpointing.open(train, run, job::manifest, resumed, log, hadoop, stop, err)) {
        log.watch(events::take);
        stop.heed(keeping != null);
        Long modelStep =
            job.run(
                start,
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
                keeping);
        if (modelStep == null && keeping != null) {
          err.println(keeping.howToResume());
          description.finish(RunDescription.STOPPED);
          files.writeDone(output, description);
          return stop.exitCode();
        }
        summary.onEnd(modelStep, keeping);
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
      } finally {
        stop.heed(false);
      }
      files.writeDone(output, description);
      summary.printResult(
          out, (System.nanoTime() - started) * 1e-9, bestReachable(train, validation.blocks()));
      return Adamant.OK;
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
}
