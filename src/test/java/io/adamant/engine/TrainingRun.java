package io.adamant.engine;

import io.adamant.data.BatchShape;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.LogisticRegression;
import io.adamant.model.Model;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** A training with settings of its own choice, and the checksum of what comes out. */
final class TrainingRun {
  private Model model = new LogisticRegression(true);
  private long seed = 7;
  private int shards = 2;
  private long batchSize = 512;
  private int blockRows = 64;
  private int steps = 12;
  private boolean residentTasks = true;
  private long treeBytes = TrainingSettings.DEFAULT_TREE_BYTES;
  private WirePrecision precision = WirePrecision.DEFAULT;
  private double heldBack;
  private Optimizer optimizer = new AdamW(0.05);
  private SparseUpdates sparseUpdates = SparseUpdates.DENSE;
  private UnaryOperator<UpdateSettings> changeOfUpdate = UnaryOperator.identity();
  private TrainingListener listener = (metrics, validation) -> {};
  private int validationEvery = 5;
  private LocalSteps localSteps = LocalSteps.SYNCHRONOUS;
  private @Nullable EarlyStopping earlyStopping;

  TrainingRun model(Model other) {
    model = other;
    return this;
  }

  TrainingRun seed(long number) {
    seed = number;
    return this;
  }

  TrainingRun shards(int count) {
    shards = count;
    return this;
  }

  TrainingRun batch(long size, int rowsOfBlock) {
    batchSize = size;
    blockRows = rowsOfBlock;
    return this;
  }

  TrainingRun steps(int count) {
    steps = count;
    return this;
  }

  TrainingRun residentTasks(boolean stay) {
    residentTasks = stay;
    return this;
  }

  TrainingRun treeBytes(long bytes) {
    treeBytes = bytes;
    return this;
  }

  TrainingRun validationEvery(int every) {
    validationEvery = every;
    return this;
  }

  TrainingRun precision(WirePrecision ofWire) {
    precision = ofWire;
    return this;
  }

  TrainingRun heldBack(double fraction, int every) {
    heldBack = fraction;
    validationEvery = every;
    return this;
  }

  TrainingRun optimizer(Optimizer rule, SparseUpdates meaning) {
    optimizer = rule;
    sparseUpdates = meaning;
    return this;
  }

  /** Changes settings of the update beside the optimizer. */
  TrainingRun update(UnaryOperator<UpdateSettings> change) {
    changeOfUpdate = change;
    return this;
  }

  TrainingRun localSteps(LocalSteps steps) {
    localSteps = steps;
    return this;
  }

  TrainingRun earlyStopping(EarlyStopping stopping) {
    earlyStopping = stopping;
    return this;
  }

  TrainingRun listener(TrainingListener hearing) {
    listener = hearing;
    return this;
  }

  DataSettings data() {
    return new DataSettings(seed, batchSize, BatchShape.of(batchSize, blockRows), shards, heldBack);
  }

  /** Trains and returns the parameters. */
  Parameters train(JavaSparkContext spark, RowSource source, InputRules rules) {
    try (ShardedExamples examples = ShardedExamples.load(source, rules, data())) {
      Trainer trainer = trainer(spark, examples);
      trainer.train();
      return trainer.parameters();
    }
  }

  TrainingSettings settings() {
    return new TrainingSettings(
        changeOfUpdate.apply(UpdateSettings.of(optimizer, sparseUpdates)),
        steps,
        validationEvery,
        residentTasks,
        treeBytes,
        precision,
        localSteps,
        earlyStopping);
  }

  Trainer trainer(JavaSparkContext spark, ShardedExamples examples) {
    return trainer(
        spark, examples, TrainingStart.zeros(Trainer.layout(model, examples.features())));
  }

  Trainer trainer(JavaSparkContext spark, ShardedExamples examples, TrainingStart start) {
    return new Trainer(
        spark,
        model,
        examples,
        heldBack > 0 ? examples.heldBack() : null,
        settings(),
        listener,
        start);
  }

  static InputRules rules(int features) {
    return new InputRules(features, InputRules.DETECT, false, 0);
  }

  /** A checksum over the bits of all parameters. */
  static long checksum(Parameters parameters) {
    CRC32C crc = new CRC32C();
    for (int page = 0; page < parameters.table().pageCount(); page++) {
      update(crc, parameters.table().page(page));
    }
    for (double[] tensor : parameters.tensors()) {
      update(crc, tensor);
    }
    return crc.getValue();
  }

  private static void update(CRC32C crc, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    crc.update(bytes);
  }
}
