package io.adamant.engine;

import io.adamant.linalg.SortedIds;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.Gradient;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The driver's part of steps with resident tasks: its own code, with callers in place of tasks.
 * Orders are encoded, all reports arrive at once and are decoded by as many threads as Spark's RPC
 * has, and nothing goes over a network.
 */
final class DriverSteps implements AutoCloseable {
  /** What is timed, in the order in which it happens. */
  enum Phase {
    /** Catch-up and gather. */
    GATHER,
    /** Where each shard's rows stand, and copies of them. */
    SLICE,
    /** An order for each shard, as bytes. */
    ENCODE,
    /** A report of each shard, from bytes, and its arrival. */
    DECODE,
    /** Bytes counted for the metrics. */
    COUNT,
    /** The tree over the shards. */
    SUM,
    /** The union of the next step's features. */
    UNION,
    /** Mean, finite check, clipping, optimizer. */
    UPDATE
  }

  /** What a step counts and takes. */
  static final class Sample {
    int distinct;
    long entries;
    long bytesOut;
    long bytesBack;
    final Map<Phase, Double> millis = new EnumMap<>(Phase.class);

    double total() {
      return millis.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  private final WireCodec codec;
  private final ExecutorService dispatcher =
      Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()));
  private final MadeUpShards made;
  private final Parameters parameters;
  private final ParameterUpdate update =
      new ParameterUpdate(UpdateSettings.of(new AdamW(0.01), SparseUpdates.LAZY));
  private final OptimizerState state;

  DriverSteps(WireCodec codec, MadeUpShards made) {
    this.codec = codec;
    this.made = made;
    parameters = new Parameters(Trainer.layout(made.model, made.features));
    state = update.initialState(parameters);
  }

  /** Takes the steps that there are reports of, with the first {@code shards} of them. */
  Sample[] run(int shards) {
    StepRendezvous rendezvous = new StepRendezvous(shards);
    byte[][] encoded = new byte[shards][];
    int[] features = SortedIds.union(Arrays.copyOf(made.announced[0], shards));
    for (int shard = 0; shard < shards; shard++) {
      announceFirst(rendezvous, shard, encoded);
    }
    Sample[] samples = new Sample[made.steps];
    for (int step = 0; step < made.steps; step++) {
      samples[step] = new Sample();
      features = step(rendezvous, step, features, encoded, samples[step]);
    }
    rendezvous.close();
    return samples;
  }

  private void announceFirst(StepRendezvous rendezvous, int shard, byte[][] encoded) {
    PartialGradient first =
        new PartialGradient(
            WirePrecision.FLOAT64,
            SparseRows.empty(1),
            new double[][] {{0.0}},
            0,
            0,
            0,
            PartialGradient.NONE,
            PartialGradient.NONE,
            made.announced[0][shard]);
    rendezvous.arrive(ShardReport.of(shard, StepOrder.announce(0), first), caller(shard, encoded));
  }

  private StepRendezvous.Caller caller(int shard, byte[][] encoded) {
    return order -> encoded[shard] = codec.encode(order, StepOrder.class);
  }

  private int[] step(
      StepRendezvous rendezvous, int step, int[] features, byte[][] encoded, Sample sample) {
    int shards = encoded.length;
    Clock clock = new Clock(sample);
    update.catchUp(parameters, features, state);
    WorkingSet workingSet = WorkingSet.gather(parameters, features);
    clock.lap(Phase.GATHER);
    rendezvous.begin(step, step + 1);
    int[][] announced = Objects.requireNonNull(rendezvous.awaitFeatures(() -> false));
    ShardSlices slices = new ShardSlices(workingSet, announced);
    clock.lap(Phase.SLICE);
    rendezvous.open(slices.slices());
    clock.lap(Phase.ENCODE);
    // Here tasks would compute.
    for (int shard = 0; shard < shards; shard++) {
      sample.bytesOut += encoded[shard].length;
      sample.bytesBack += made.reports[step][shard].length;
    }
    clock.restart();
    for (int shard = 0; shard < shards; shard++) {
      byte[] bytes = made.reports[step][shard];
      StepRendezvous.Caller caller = caller(shard, encoded);
      dispatcher.execute(() -> rendezvous.arrive(codec.decode(bytes, ShardReport.class), caller));
    }
    PartialGradient[] partials = Objects.requireNonNull(rendezvous.awaitPartials(() -> false));
    clock.lap(Phase.DECODE);
    slices.wireBytes();
    JobPerStep.wireBytes(partials);
    clock.lap(Phase.COUNT);
    PartialGradient total = slices.sum(partials);
    clock.lap(Phase.SUM);
    int[] next = SortedIds.union(Arrays.copyOf(made.announced[step + 1], shards));
    clock.lap(Phase.UNION);
    // The sum has made this union too.
    sample.millis.merge(Phase.SUM, sample.millis.get(Phase.UNION), (both, one) -> both - one);
    clock.restart();
    SparseRows sums =
        new SparseRows(1, workingSet.idsAt(total.table().ids()), total.table().values());
    double weight = total.weightSum();
    Gradient gradient = Gradient.mean(sums, total.tensors(), weight);
    update.step(parameters, gradient, weight, total.lossSum() / weight, state);
    clock.lap(Phase.UPDATE);
    sample.distinct = workingSet.size();
    for (int[] of : announced) {
      sample.entries += of.length;
    }
    if (!Arrays.equals(next, total.nextFeatures())) {
      throw new IllegalStateException("the next step's features are not those announced");
    }
    return next;
  }

  @Override
  public void close() {
    dispatcher.shutdown();
  }

  private static final class Clock {
    private final Sample sample;
    private long from = System.nanoTime();

    Clock(Sample sample) {
      this.sample = sample;
    }

    void restart() {
      from = System.nanoTime();
    }

    void lap(Phase phase) {
      long now = System.nanoTime();
      sample.millis.put(phase, (now - from) * 1e-6);
      from = now;
    }
  }
}
