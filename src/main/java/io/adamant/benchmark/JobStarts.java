package io.adamant.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * When the jobs that one place of a program submits were submitted, as Spark tells its listeners.
 */
final class JobStarts extends SparkListener implements AutoCloseable {
  /** Listeners hear of jobs a little later. */
  private static final long PATIENCE_SECONDS = 30;

  private final SparkContext spark;
  private final String place;
  private final long since = System.currentTimeMillis();
  private final List<Long> times = new ArrayList<>();

  private JobStarts(SparkContext spark, String place) {
    this.spark = spark;
    this.place = place;
  }

  /**
   * Begins to listen.
   *
   * @param place what a job's last stage is named by, in part
   */
  static JobStarts listen(SparkContext spark, String place) {
    JobStarts starts = new JobStarts(spark, place);
    spark.addSparkListener(starts);
    return starts;
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    for (StageInfo stage : CollectionConverters.asJava(job.stageInfos())) {
      if (stage.name().contains(place)) {
        add(job.time());
        return;
      }
    }
  }

  /** Events come late: what began before there was a listener is another's. */
  private synchronized void add(long time) {
    if (time < since) {
      return;
    }
    times.add(time);
    notifyAll();
  }

  /** Milliseconds from each job to the next, of so many jobs at least. */
  synchronized List<Double> gaps(int jobs) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (times.size() < jobs && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
    }
    if (times.size() < jobs) {
      throw new IllegalStateException(
          "%d jobs of %s and more were expected, %d have begun"
              .formatted(jobs, place, times.size()));
    }
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      gaps.add((double) (times.get(i) - times.get(i - 1)));
    }
    return gaps;
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
