package io.adamant.benchmark;

import io.adamant.engine.Shard;
import io.adamant.engine.ShardedExamples;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/** Jobs over cached shards whose tasks do nothing: what Spark takes for a job at the least. */
final class EmptyJobs {
  private final ShardedExamples examples;

  EmptyJobs(ShardedExamples examples) {
    this.examples = examples;
  }

  /** The median time of some jobs, in milliseconds. */
  double median(int jobs) {
    List<Double> milliseconds = new ArrayList<>();
    for (int job = 0; job < jobs; job++) {
      Stopwatch watch = new Stopwatch();
      examples
          .shards()
          .context()
          .runJob(examples.shards().rdd(), new EmptyTask(), ClassTag$.MODULE$.apply(Integer.class));
      milliseconds.add(watch.milliseconds());
    }
    return Figure.median(milliseconds);
  }

  private static final class EmptyTask
      extends AbstractFunction2<TaskContext, Iterator<Shard>, Integer> implements Serializable {
    @Override
    public Integer apply(TaskContext context, Iterator<Shard> shards) {
      return 0;
    }
  }
}
