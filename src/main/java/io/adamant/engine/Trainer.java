package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.metrics.Metrics;
import io.adamant.model.Model;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.StepOutcome;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The training loop. The driver holds parameters and optimizer state and alone changes them; a
 * Spark job a round, of one step or several local ones, computes the gradient.
 */
public final class Trainer {
  /** How often it is looked at in a training what a step does to the parameters: about so often. */
  private static final long LOOKS_AT_MOVEMENT = 100;

  /** That must not be too large a part of short ones. */
  private static final long FEWEST_STEPS_BETWEEN_LOOKS = 5;

  private final JavaSparkContext spark;
  private final Model model;
  private final ShardedExamples examples;
  private final @Nullable JavaRDD<ExampleBlock> validation;
  private final TrainingSettings settings;
  private final TrainingListener listener;

  private final Parameters parameters;
  private final ParameterUpdate update;
  private final OptimizerState state;

  /** Steps that the optimizer had taken before this run. */
  private final long stepsBefore;

  /** Batches taken. */
  private long step;

  private final Rounds rounds;
  private final GradientExchange exchange;

  private final ModelWatch watch;

  /** A training that begins with zeros. */
  public Trainer(
      JavaSparkContext spark,
      Model model,
      ShardedExamples examples,
      @Nullable JavaRDD<ExampleBlock> validation,
      TrainingSettings settings,
      TrainingListener listener) {
    this(
        spark,
        model,
        examples,
        validation,
        settings,
        listener,
        TrainingStart.zeros(layout(model, examples.features())));
  }

  /**
   * @param validation blocks to validate on; null for none
   * @param start what training begins with
   */
  public Trainer(
      JavaSparkContext spark,
      Model model,
      ShardedExamples examples,
      @Nullable JavaRDD<ExampleBlock> validation,
      TrainingSettings settings,
      TrainingListener listener,
      TrainingStart start) {
    this.spark = spark;
    this.model = model;
    this.examples = examples;
    this.validation = validation;
    this.settings = settings;
    this.listener = listener;
    ParameterLayout layout = layout(model, examples.features());
    update = new ParameterUpdate(settings.update());
    parameters = update.prepared(start.parameters());
    if (!parameters.layout().equals(layout)) {
      throw new IllegalArgumentException(
          "the parameters to begin with are %s, not %s".formatted(parameters.layout(), layout));
    }
    OptimizerState begun = start.state();
    state = begun == null ? update.initialState(parameters) : begun;
    TrainingPoint resumed = start.resumed();
    step = resumed == null ? 0 : resumed.step();
    stepsBefore = resumed == null ? state.step() : resumed.stepsBefore();
    watch =
        new ModelWatch(
            update,
            validation != null && Measuring.hasLoss(model.loss()),
            examples.plan().stepsPerEpoch(),
            settings.earlyStopping(),
            resumed);
    rounds =
        settings.localSteps().areTaken()
            ? new LocalRounds(
                model,
                examples.plan(),
                examples.shards().getNumPartitions(),
                settings,
                parameters,
                update,
                state,
                resumed)
            : new SynchronousSteps(model, examples.plan(), settings, parameters, update, state);
    exchange = exchange();
  }

  private GradientExchange exchange() {
    ShardFunction.ByStep functions = rounds.functions();
    long steps = settings.steps();
    JobPerStep jobs =
        new JobPerStep(spark, examples.shards(), functions, steps, settings.treeBytes());
    GradientExchange exchange =
        settings.residentTasks()
            ? new ResidentTasks(spark, examples.shards(), functions, steps, jobs)
            : jobs;
    return new CheckedExchange(spark, examples, rounds::length, exchange);
  }

  /** The layout of a model's parameters on a number of features. */
  public static ParameterLayout layout(Model model, int features) {
    return new ParameterLayout(model.tableName(), features, model.columnGroups(), model.tensors());
  }

  /** What is saved: the model of the best validation, or that of the last step. */
  public Parameters parameters() {
    Parameters ofBest = watch.bestParameters();
    return ofBest == null ? measured() : ofBest;
  }

  /** Optimizer steps that {@link #parameters} have behind them. */
  public long modelStep() {
    BestModel best = watch.best();
    return best == null || best.parameters() == null ? state.step() : best.step();
  }

  /** What is measured: the parameters, or their average where it is asked for. */
  private Parameters measured() {
    update.catchUpAll(parameters, state);
    return update.evaluated(parameters, state);
  }

  /** What the next step starts from. */
  public Parameters trainedParameters() {
    update.catchUpAll(parameters, state);
    return parameters;
  }

  /** What the optimizer remembers. */
  public OptimizerState state() {
    update.catchUpAll(parameters, state);
    return state;
  }

  /** What the next round goes on from; it changes with it. */
  public TrainingPoint point() {
    return new TrainingPoint(
        step, stepsBefore, parameters, state, rounds.outerState(), watch.epochLoss(), watch.best());
  }

  /** Steps that the optimizer has taken, with those of the state that it began with. */
  public long step() {
    return state.step();
  }

  /** Takes all batches without an interlude. */
  public void train() {
    train(Interlude.NONE);
  }

  /**
   * Takes all batches, and with gradients that are left over a last step.
   *
   * @return whether the training is done; false where the interlude has stopped it
   * @throws DivergenceException where loss or gradient are not finite: the parameters are then
   *     those of the step before, and finite unless that step made them overflow
   */
  public boolean train(Interlude interlude) {
    try {
      int[] features = featuresOfNextStep();
      while (true) {
        int length = rounds.length(step);
        features = round(length, features);
        if (step == settings.steps() || watch.isOver()) {
          break;
        }
        if (!interlude.goesOn(point())) {
          return false;
        }
      }
      if (state.step() == stepsBefore) {
        throw new DivergenceException(
            "none of %d batches had a finite loss and gradient; lower optimizer.learning-rate%s"
                .formatted(settings.steps(), WireOverflow.hint(settings.precision())),
            0);
      }
      update.catchUpAll(parameters, state);
      if (!parameters.areFinite() || !parameters().areFinite()) {
        throw new DivergenceException(
            "step %d: parameters overflowed; lower optimizer.learning-rate or set clip.norm"
                .formatted(settings.steps()),
            0);
      }
      return true;
    } finally {
      exchange.close();
      spark.sc().setJobDescription(null);
    }
  }

  private int[] featuresOfNextStep() {
    return exchange
        .exchange(StepFunction.NO_STEP, step, rounds.gather(new int[0]))
        .total()
        .nextFeatures();
  }

  /** Whether something falls on the last step, or on one of a round. */
  private boolean isDue(long every, long step, int length) {
    return step == settings.steps() || step / every > (step - length) / every;
  }

  private boolean isMovementDue(long step, int length) {
    long every = Math.max(FEWEST_STEPS_BETWEEN_LOOKS, settings.steps() / LOOKS_AT_MOVEMENT);
    return isDue(every, step, length) || isDue(settings.validationEvery(), step, length);
  }

  /** Validates where it is due. */
  private @Nullable Metrics validate(long step, int length) {
    if (!isDue(settings.validationEvery(), step, length)) {
      return null;
    }
    // Others may want the cores now: validation, or who hears of the step.
    exchange.release();
    // Also where nothing is validated: then two trainings of an epoch are one of two, to the bit.
    update.catchUpAll(parameters, state);
    if (validation == null) {
      return null;
    }
    spark.sc().setJobDescription("adamant: validation after step " + step);
    return Evaluator.evaluate(spark, model, WorkingSet.all(measured()), validation);
  }

  /**
   * Takes one round.
   *
   * @param length number of its steps
   * @param features what the round touches
   * @return what the next round touches
   */
  private int[] round(int length, int[] features) {
    long first = step;
    long next = first + length;
    long started = System.nanoTime();
    WorkingSet workingSet = rounds.gather(features);
    WireOverflow.requireHeld(workingSet, parameters, first);
    long gathered = System.nanoTime();
    long announced = next < settings.steps() ? next : StepFunction.NO_STEP;
    GradientExchange.Exchanged exchanged = exchange.exchange(first, announced, workingSet);
    PartialGradient total = exchanged.total();
    long computed = System.nanoTime();

    double loss = total.meanLoss();
    StepMovement.Before before =
        isMovementDue(next, length) ? new StepMovement.Before(parameters, features) : null;
    long updateStarted = System.nanoTime();
    StepOutcome outcome = rounds.update(first, length, workingSet, total);
    step = next;
    long updated = System.nanoTime();

    Metrics measured = validate(next, length);
    boolean areUpToDate = isDue(settings.validationEvery(), next, length);
    StepMovement movement = before == null ? null : before.after(areUpToDate);
    watch.observe(next, loss, measured, state, this::measured);
    listener.onStep(
        new StepMetrics(
            next,
            length,
            state.step(),
            examples.plan().epoch(first) + 1,
            loss,
            outcome,
            total.rows(),
            exchanged.bytesOut(),
            exchanged.bytesBack(),
            exchanged.resident(),
            new StepMetrics.Phases(
                seconds(started, gathered),
                seconds(gathered, exchanged.sent()),
                seconds(exchanged.sent(), computed),
                seconds(updateStarted, updated)),
            movement),
        measured);
    return total.nextFeatures();
  }

  private static double seconds(long from, long to) {
    return (to - from) * 1e-9;
  }
}
