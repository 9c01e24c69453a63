package io.adamant.engine;

import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that stay on their cores for many steps: one job runs from one {@link #release} to the
 * next, and a step costs a message to each task and one back, not the scheduling of a job.
 *
 * <p>Each task is sent the rows that its own blocks touch, in the order in which it announced their
 * features, so neither they nor its partial gradient need ids on the wire.
 *
 * <p>All tasks have to run at once. Where they can't, because cores are missing or an executor was
 * lost, or where partial gradients are so large that they are better folded in a stage before the
 * driver, the step at hand is computed by a job of its own, to the same bits.
 */
final class ResidentTasks implements GradientExchange {
  /** How long tasks may take to get their cores; starting one takes milliseconds. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final JavaSparkContext spark;
  private final JavaRDD<Shard> shards;
  private final ShardFunction.ByStep functions;
  private final long steps;
  private final JobPerStep jobs;

  /** The job whose tasks are there; null between a release and the next step. */
  private @Nullable ResidentJob job;

  /** Whether steps have jobs of their own until the next release. */
  private boolean gaveUp;

  /** Whether they have from now on. */
  private boolean partialsAreLarge;

  /**
   * @param steps number of steps of the training, for the jobs' names
   * @param jobs for steps that can't be computed by resident tasks
   */
  ResidentTasks(
      JavaSparkContext spark,
      JavaRDD<Shard> shards,
      ShardFunction.ByStep functions,
      long steps,
      JobPerStep jobs) {
    this.spark = spark;
    this.shards = shards;
    this.functions = functions;
    this.steps = steps;
    this.jobs = jobs;
  }

  @Override
  public Exchanged exchange(long step, long nextStep, WorkingSet workingSet) {
    // The first features are asked for by a job, which also builds the shards.
    if (step == StepFunction.NO_STEP || gaveUp || partialsAreLarge) {
      return jobs.exchange(step, nextStep, workingSet);
    }
    ResidentJob running = job;
    if (running == null) {
      if (cores() < shards.getNumPartitions()) {
        gaveUp = true;
        return jobs.exchange(step, nextStep, workingSet);
      }
      spark.sc().setJobDescription("adamant: steps %d and on of %d".formatted(step + 1, steps));
      running = new ResidentJob(spark, shards, functions);
      job = running;
    }
    Exchanged exchanged = exchange(running, step, nextStep, workingSet);
    if (exchanged == null) {
      release();
      gaveUp = true;
      return jobs.exchange(step, nextStep, workingSet);
    }
    if (jobs.isForATree(exchanged.bytesBack())) {
      release();
      partialsAreLarge = true;
    }
    return exchanged;
  }

  /** Tasks that can run at once on the executors that are there. */
  private int cores() {
    return spark
        .sc()
        .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
  }

  private static @Nullable Exchanged exchange(
      ResidentJob job, long step, long nextStep, WorkingSet workingSet) {
    StepRendezvous rendezvous = job.rendezvous();
    rendezvous.begin(step, nextStep);
    int[][] features = rendezvous.awaitFeatures(givesUp(job));
    if (features == null) {
      return null;
    }
    ShardSlices slices = new ShardSlices(workingSet, features);
    rendezvous.open(slices.slices());
    long sent = System.nanoTime();
    PartialGradient[] partials = rendezvous.awaitPartials(givesUp(job));
    if (partials == null) {
      return null;
    }
    long bytesBack = JobPerStep.wireBytes(partials);
    return new Exchanged(slices.sum(partials), slices.wireBytes(), bytesBack, true, sent);
  }

  private static BooleanSupplier givesUp(ResidentJob job) {
    long began = System.nanoTime();
    return () -> job.isOver() || (System.nanoTime() - began > PATIENCE_NANOS && !job.isComplete());
  }

  @Override
  public void release() {
    ResidentJob running = job;
    if (running != null) {
      running.leave();
      job = null;
    }
    gaveUp = false;
  }

  @Override
  public void close() {
    release();
  }
}
