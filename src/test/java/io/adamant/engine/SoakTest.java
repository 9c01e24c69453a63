package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.adamant.data.CtrGenerator;
import io.adamant.testing.LocalSparkTest;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManager;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** A long training must not grow; the profile {@code soak} takes ten times the steps. */
@Timeout(1_800)
class SoakTest extends LocalSparkTest {
  private static final int STEPS = Integer.getInteger("soak.steps", 2_000);
  private static final int SAMPLES = 10;
  private static final int FEATURES = 5_000;
  private static final double MEGABYTE = 1e6;

  /**
   * As conf/spark-defaults.conf has it: what Spark remembers of jobs is full long before the end.
   */
  @Override
  public SparkConf conf() {
    return super.conf()
        .set("spark.ui.retainedJobs", "200")
        .set("spark.ui.retainedStages", "200")
        .set("spark.ui.retainedTasks", "10000");
  }

  private record Sample(
      long step, long heap, long broadcasts, long threads, long openFiles, long diskBytes) {
    static Sample take(long step) {
      SparkEnv environment = SparkEnv.get();
      BlockManager blocks = environment.blockManager();
      long broadcasts =
          CollectionConverters.asJava(blocks.getMatchingBlockIds(id -> id.isBroadcast())).size();
      long disk = 0;
      for (File file : CollectionConverters.asJava(blocks.diskBlockManager().getAllFiles())) {
        disk += file.length();
      }
      return new Sample(
          step,
          heapAfterGc(),
          broadcasts,
          runningThreads(),
          ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getOpenFileDescriptorCount(),
          disk);
    }

    /**
     * Without those of two pools of Spark's that take a thread for each question until they have
     * their 100, whatever it is that runs.
     */
    private static long runningThreads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> !thread.getName().startsWith("block-manager-"))
          .count();
    }

    /** Twice: what the first one finds unreachable, Spark's cleaner lets go of after it. */
    private static long heapAfterGc() {
      System.gc();
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "step %,6d: heap %.2f MB, %d broadcasts, %d threads, %d open files, %.2f MB of temporary files",
          step,
          heap / MEGABYTE,
          broadcasts,
          threads,
          openFiles,
          diskBytes / MEGABYTE);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingGrowsWithTheNumberOfSteps(boolean residentTasks) {
    List<Sample> samples = new ArrayList<>();
    new TrainingRun()
        .steps(STEPS)
        .batch(64, 32)
        .heldBack(0.1, 100)
        .residentTasks(residentTasks)
        .listener(
            (metrics, validation) -> {
              if (metrics.step() % (STEPS / SAMPLES) == 0) {
                Sample sample = Sample.take(metrics.step());
                System.out.printf("soak: %s: %s%n", residentTasks ? "resident" : "jobs", sample);
                samples.add(sample);
              }
            })
        .train(
            spark(),
            new GeneratedSource(spark(), new CtrGenerator(3, FEATURES), 2_000),
            TrainingRun.rules(FEATURES));
    requireFlat("heap", samples, Sample::heap, 4_000_000);
    // Spark's cleaner takes them away in its own time: those of a tenth of the steps may be left.
    requireFlat("broadcasts", samples, Sample::broadcasts, STEPS / SAMPLES);
    requireFlat("threads", samples, Sample::threads, 8);
    requireFlat("open files", samples, Sample::openFiles, 16);
    requireFlat("temporary files", samples, Sample::diskBytes, 500_000);
  }

  /** From the first sample on; the last three are compared with it, of which a spike is not all. */
  private static void requireFlat(
      String what, List<Sample> samples, ToLongFunction<Sample> figure, long slack) {
    assertTrue(samples.size() == SAMPLES);
    long first = figure.applyAsLong(samples.get(0));
    long last =
        samples.subList(SAMPLES - 3, SAMPLES).stream().mapToLong(figure).min().orElseThrow();
    assertTrue(last <= first + slack, () -> "%s grew from %d to %d".formatted(what, first, last));
  }
}
