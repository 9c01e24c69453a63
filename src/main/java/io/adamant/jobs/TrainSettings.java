package io.adamant.jobs;

import io.adamant.data.BatchShape;
import io.adamant.data.ClassWeights;
import io.adamant.data.Task;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.DataSettings;
import io.adamant.engine.EarlyStopping;
import io.adamant.engine.LocalSteps;
import io.adamant.engine.TrainingSettings;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.InputShape;
import io.adamant.model.Model;
import io.adamant.model.ModelSettings;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a training, read and checked before anything is started.
 *
 * @param sparseUpdates null for what suits rule and table
 * @param accumulationSteps batches to a step of the optimizer
 * @param localSteps how many steps shards take by themselves
 * @param shards null for what suits the cores
 * @param validationPath null for none
 * @param validationEvery in batches; null for each epoch
 * @param earlyStopping when training ends before its last step; null for never
 * @param rollback what changes where training goes back to a checkpoint; null where it doesn't
 * @param saveState whether the optimizer's state is written beside the model
 * @param tensorBoard whether the metrics are written for TensorBoard, too
 */
record TrainSettings(
    InputSettings input,
    ModelSettings model,
    ClassWeights classWeights,
    Optimizer optimizer,
    List<ParameterGroup> groups,
    @Nullable SparseUpdates sparseUpdates,
    ScheduleSettings schedule,
    GradientClipping clipping,
    int accumulationSteps,
    LocalSteps localSteps,
    AveragingPlan averaging,
    long batchSize,
    BatchShape shape,
    int epochs,
    long seed,
    @Nullable Integer shards,
    @Nullable String validationPath,
    double heldBackFraction,
    @Nullable Long validationEvery,
    boolean residentTasks,
    long treeBytes,
    WirePrecision precision,
    WarmStart.Settings warmStart,
    CheckpointSettings checkpoint,
    @Nullable EarlyStopping earlyStopping,
    @Nullable RollbackSettings rollback,
    boolean saveState,
    boolean tensorBoard,
    String output,
    boolean overwrite) {
  /** Rules of outer optimizers keep the same of each part. */
  private static final ParameterPart OF_ANY = new ParameterPart("weight", 1, 1, 0, false);

  /** Before there is any data: there are at least so many classes. */
  static final int FEWEST_CLASSES = 2;

  static TrainSettings read(JobConfiguration job) {
    return read(job, null);
  }

  /**
   * Reads the settings.
   *
   * @param encoding of the rows; null where it is not known yet, or there is none
   */
  static TrainSettings read(JobConfiguration job, @Nullable Encoding encoding) {
    ModelSettings model = ModelSection.settings(job);
    String validationPath = job.optionalString("validation.path");
    double fraction = job.number("validation.fraction");
    if (validationPath != null && fraction != 0) {
      throw job.invalid("validation.fraction", "and validation.path exclude each other");
    }
    if (!(fraction >= 0 && fraction < 1)) {
      throw job.invalid("validation.fraction", "must be in [0, 1), got " + fraction);
    }
    if (job.has("validation.every") && validationPath == null && fraction == 0) {
      throw job.invalid("validation.every", "needs validation.path or validation.fraction");
    }
    if (job.has("input.offset-column") && model.task() == Task.MULTICLASS) {
      throw job.invalid(
          "input.offset-column", "is for models with one score a row, not " + model.type());
    }
    InputSettings input = InputSettings.read(job, encoding, true);
    Model smallest =
        job.build(() -> model.model(new InputShape(FEWEST_CLASSES, input.knownFields())));
    List<ParameterGroup> groups = GroupSettings.read(job, smallest);
    long batchSize = batchSize(job);
    Optimizer optimizer = OptimizerSettings.optimizer(job);
    GradientClipping clipping = ClippingSettings.read(job, groups);
    CheckpointSettings checkpoint = CheckpointSettings.read(job);
    TrainSettings train =
        new TrainSettings(
            input,
            model,
            ModelSection.classWeights(job, model),
            optimizer,
            groups,
            OptimizerSettings.sparseUpdates(job),
            ScheduleSettings.read(job, optimizer.learningRate()),
            clipping,
            (int) job.integer("batch.accumulation-steps", 1, Integer.MAX_VALUE),
            OuterSettings.read(job),
            AveragingPlan.read(job),
            batchSize,
            shape(job, batchSize),
            (int) job.integer("epochs", 1, Integer.MAX_VALUE),
            job.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            shards(job),
            validationPath,
            fraction,
            job.has("validation.every")
                ? (Long) job.integer("validation.every", 1, Long.MAX_VALUE)
                : null,
            job.bool("aggregation.resident-tasks"),
            job.integer("aggregation.tree-bytes", 0, Long.MAX_VALUE),
            job.choice("wire.precision", List.of(WirePrecision.values()), KebabCase::of),
            WarmStart.Settings.read(job),
            checkpoint,
            EarlyStoppingSettings.read(job, validationPath != null || fraction > 0, smallest),
            RollbackSettings.read(job, clipping.nonFinite(), checkpoint),
            job.bool("save-state"),
            job.bool("metrics.tensorboard"),
            job.string("output"),
            job.bool("overwrite"));
    // Said before there is any data: whether the optimizer has a momentum to move.
    job.build(() -> train.update(0).withMomentum(train.schedule.momentum(Long.MAX_VALUE)));
    job.build(
        () -> {
          train.localSteps.requireSuit(train.update(0));
          return train;
        });
    if (train.saveState && !train.localSteps.outer().slots(OF_ANY).isEmpty()) {
      throw job.invalid(
          "save-state",
          "= true cannot be had with outer.type = %s, whose own state is not saved"
              .formatted(job.string("outer.type")));
    }
    return train;
  }

  private static long batchSize(JobConfiguration job) {
    return job.string("batch.size").equals("full")
        ? DataSettings.FULL_BATCH
        : job.integer("batch.size", 1, DataSettings.FULL_BATCH);
  }

  private static BatchShape shape(JobConfiguration job, long batchSize) {
    BatchShape shape =
        job.has("batch.block-rows")
            ? BatchShape.of(batchSize, (int) job.integer("batch.block-rows", 1, Integer.MAX_VALUE))
            : BatchShape.of(batchSize);
    if (!job.has("batch.lanes")) {
      return shape;
    }
    int lanes = (int) job.integer("batch.lanes", 1, Integer.MAX_VALUE);
    return job.build(() -> new BatchShape(lanes, shape.blocksPerCell()));
  }

  private static @Nullable Integer shards(JobConfiguration job) {
    if (!job.has("shards")) {
      return null;
    }
    int shards = (int) job.integer("shards", 1, Integer.MAX_VALUE);
    if (Integer.bitCount(shards) != 1) {
      throw job.invalid("shards", "must be a power of two, got " + shards);
    }
    return shards;
  }

  /** The model for rows of some classes. */
  Model model(int classes) {
    return model.model(new InputShape(classes, input.knownFields()));
  }

  /** How rows become shards, on {@code cores} cores. */
  DataSettings data(int cores) {
    int count = shards == null ? Integer.highestOneBit(Math.max(1, cores)) : shards;
    return new DataSettings(seed, batchSize, shape, count, heldBackFraction);
  }

  /**
   * How gradients change parameters, but for what depends on the number of steps.
   *
   * @param features rows of the table
   */
  UpdateSettings update(long features) {
    UpdateSettings dense =
        UpdateSettings.of(optimizer, SparseUpdates.DENSE)
            .withGroups(groups)
            .withClipping(clipping)
            .withAccumulationSteps(accumulationSteps)
            .withAveraging(new AveragingSettings(averaging.kind(), 1, averaging.decay()))
            .withPlateau(schedule.plateau());
    SparseUpdates own = sparseUpdates;
    if (own == null) {
      own =
          localSteps.areTaken()
              ? SparseUpdates.LAZY
              : SparseUpdatesChoice.of(dense, model(FEWEST_CLASSES), features);
    }
    return dense.withSparseUpdates(own);
  }

  /**
   * How the model is trained in epochs of so many batches.
   *
   * @param features rows of the table
   * @param stepsBefore steps that the optimizer's state has behind it: the schedule goes on there
   */
  TrainingSettings training(int stepsPerEpoch, long features, long stepsBefore) {
    long steps = (long) epochs * stepsPerEpoch;
    // The last step takes the batches that are left, however few.
    long optimizerSteps = stepsBefore + (steps + accumulationSteps - 1) / accumulationSteps;
    UpdateSettings update =
        update(features)
            .withSchedule(schedule.schedule(optimizerSteps))
            .withMomentum(schedule.momentum(optimizerSteps))
            .withAveraging(averaging.settings(optimizerSteps));
    localSteps.requireWithin(stepsPerEpoch);
    return new TrainingSettings(
        update,
        steps,
        validationEvery == null ? stepsPerEpoch : validationEvery,
        residentTasks,
        treeBytes,
        precision,
        localSteps,
        earlyStopping);
  }
}
