package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.data.MinibatchPlan;
import io.adamant.linalg.SparseRows;
import io.adamant.metrics.BinaryMetrics;
import io.adamant.model.Model;
import io.adamant.optimizer.Gradient;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.StepOutcome;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The training loop. The driver holds parameters and optimizer state and alone changes them; a
 * Spark job a step computes the gradient.
 */
public final class Trainer {
  private final JavaSparkContext spark;
  private final Model model;
  private final ShardedExamples examples;
  private final @Nullable JavaRDD<ExampleBlock> validation;
  private final TrainingSettings settings;
  private final TrainingListener listener;

  private final Parameters parameters;
  private final ParameterUpdate update;
  private final OptimizerState state;

  /** Steps that the optimizer had taken before this training. */
  private final long stepsBefore;

  private final GradientAggregation aggregation;

  /** Sum of the finite losses of this epoch's batches. */
  private double epochLoss;

  /** Number of them. */
  private long epochBatches;

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
    stepsBefore = state.step();
    aggregation = new GradientAggregation(examples.shards(), settings.treeBytes());
  }

  /** The layout of a model's parameters on a number of features. */
  public static ParameterLayout layout(Model model, int features) {
    return new ParameterLayout(model.tableName(), features, model.columns(), model.tensors());
  }

  /** What is measured and saved: the parameters, or their average where it is asked for. */
  public Parameters parameters() {
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

  /** Steps that the optimizer has taken, with those of the state that it began with. */
  public long step() {
    return state.step();
  }

  /**
   * Takes all batches, and with gradients that are left over a last step.
   *
   * @throws DivergenceException where loss or gradient are not finite: the parameters are then
   *     those of the step before, and finite unless that step made them overflow
   */
  public void train() {
    try {
      int[] features = featuresOfFirstStep();
      for (long step = 0; step < settings.steps(); step++) {
        features = step(step, features);
      }
      if (state.step() == stepsBefore) {
        throw new DivergenceException(
            "none of %d batches had a finite loss and gradient; lower optimizer.learning-rate"
                .formatted(settings.steps()),
            0);
      }
      update.catchUpAll(parameters, state);
      if (!parameters.areFinite() || !parameters().areFinite()) {
        throw new DivergenceException(
            "step %d: parameters overflowed; lower optimizer.learning-rate or set clip.norm"
                .formatted(settings.steps()),
            0);
      }
    } finally {
      spark.sc().setJobDescription(null);
    }
  }

  private int[] featuresOfFirstStep() {
    spark.sc().setJobDescription("adamant: features of step 1");
    Broadcast<WorkingSet> nothing = spark.broadcast(WorkingSet.gather(parameters, new int[0]));
    try {
      return aggregation.aggregate(function(StepFunction.NO_STEP, 0), nothing, 0).nextFeatures();
    } finally {
      nothing.destroy();
    }
  }

  private @Nullable BinaryMetrics validate(long step) {
    boolean due = step == settings.steps() || step % settings.validationEvery() == 0;
    if (!due) {
      return null;
    }
    // Also where nothing is validated: then two trainings of an epoch are one of two, to the bit.
    update.catchUpAll(parameters, state);
    if (validation == null) {
      return null;
    }
    spark.sc().setJobDescription("adamant: validation after step " + step);
    return Evaluator.evaluate(spark, model, WorkingSet.all(parameters()), validation);
  }

  private StepFunction function(long step, long nextStep) {
    long announced = nextStep < settings.steps() ? nextStep : StepFunction.NO_STEP;
    return new StepFunction(model, examples.plan(), step, announced);
  }

  /**
   * Takes one step.
   *
   * @param step from 0
   * @param features what the step touches
   * @return what the next step touches
   */
  private int[] step(long step, int[] features) {
    spark.sc().setJobDescription("adamant: step %d of %d".formatted(step + 1, settings.steps()));
    long started = System.nanoTime();
    update.catchUp(parameters, features, state);
    WorkingSet workingSet = WorkingSet.gather(parameters, features);
    long gathered = System.nanoTime();
    PartialGradient total;
    long broadcasted;
    Broadcast<WorkingSet> broadcast = spark.broadcast(workingSet);
    try {
      broadcasted = System.nanoTime();
      total = aggregation.aggregate(function(step, step + 1), broadcast, workingSet.size());
    } finally {
      broadcast.destroy();
    }
    long computed = System.nanoTime();

    // A batch of rows with weight zero says nothing: its sums are zero, and so is its mean.
    double weightSum = total.weightSum() == 0 ? 1 : total.weightSum();
    int[] ids = workingSet.idsAt(total.table().ids());
    SparseRows sums = new SparseRows(model.columns(), ids, total.table().values());
    Gradient gradient = Gradient.mean(sums, total.tensors(), weightSum);
    double loss = total.lossSum() / weightSum;
    StepOutcome outcome = update.step(parameters, gradient, total.weightSum(), loss, state);
    if (outcome.action() == StepOutcome.Action.FAILED) {
      throw divergence(step, total, gradient, loss, outcome.gradientNorm());
    }
    if (step + 1 == settings.steps()) {
      outcome = update.finish(parameters, outcome, state);
    }
    long updated = System.nanoTime();

    BinaryMetrics measured = validate(step + 1);
    observe(step, loss, measured);
    listener.onStep(
        new StepMetrics(
            step + 1,
            state.step(),
            examples.plan().epoch(step) + 1,
            loss,
            outcome,
            total.rows(),
            workingSet.wireBytes(),
            aggregation.lastBytes(),
            new StepMetrics.Phases(
                seconds(started, gathered),
                seconds(gathered, broadcasted),
                seconds(broadcasted, computed),
                seconds(computed, updated))),
        measured);
    return total.nextFeatures();
  }

  /**
   * Shows the schedule how the model does: by the log loss of each validation, or, where there is
   * none, by the loss of each epoch.
   */
  private void observe(long step, double loss, @Nullable BinaryMetrics measured) {
    boolean validatesLogLoss = validation != null && model.scoresAreLogOdds();
    if (validatesLogLoss && measured != null) {
      update.observe(measured.logLoss(), state);
    } else if (!validatesLogLoss) {
      // A batch that was passed over says nothing of how the model does.
      if (Double.isFinite(loss)) {
        epochLoss += loss;
        epochBatches++;
      }
      if ((step + 1) % examples.plan().stepsPerEpoch() == 0) {
        update.observe(epochLoss / epochBatches, state);
        epochLoss = 0;
        epochBatches = 0;
      }
    }
  }

  private static double seconds(long from, long to) {
    return (to - from) * 1e-9;
  }

  private DivergenceException divergence(
      long step, PartialGradient total, Gradient gradient, double loss, double norm) {
    String what = Double.isFinite(loss) ? "gradient norm is " + norm : "loss is " + loss;
    String where = "";
    if (total.nonFiniteLane() != PartialGradient.NONE) {
      MinibatchPlan plan = examples.plan();
      where =
          ", first in cell %d of lane %d"
              .formatted(plan.cell(total.nonFiniteLane(), step), total.nonFiniteLane());
    }
    return new DivergenceException(
        "step %d: the %s%s; the largest gradient is %s; lower optimizer.learning-rate or set clip.norm"
            .formatted(step + 1, what, where, gradient.largestMagnitude()),
        step);
  }
}
