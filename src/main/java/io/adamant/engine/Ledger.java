package io.adamant.engine;

import io.adamant.data.MinibatchPlan;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * Proves of each step that every block of its batch counted exactly once: what the partial
 * gradients {@link Tally say they have counted} is compared with what the plan wants counted of the
 * lanes, as they were when training began.
 */
final class Ledger {
  private final MinibatchPlan plan;
  private final LaneRecord[] lanes;

  Ledger(MinibatchPlan plan, LaneRecord[] lanes) {
    this.plan = plan;
    this.lanes = lanes.clone();
  }

  /**
   * Asks the shards for their lanes.
   *
   * @param rows that there are to train on
   * @throws LedgerException where the lanes do not hold them
   */
  static Ledger open(JavaSparkContext spark, JavaRDD<Shard> shards, MinibatchPlan plan, long rows) {
    spark.sc().setJobDescription("adamant: rows of the lanes");
    LaneRecord[][] byShard =
        (LaneRecord[][])
            spark
                .sc()
                .runJob(
                    shards.rdd(),
                    new Records(),
                    ClassTag$.MODULE$.<LaneRecord[]>apply(LaneRecord[].class));
    LaneRecord[] lanes = new LaneRecord[plan.lanes()];
    int lane = 0;
    long found = 0;
    for (LaneRecord[] records : byShard) {
      for (LaneRecord record : records) {
        lanes[lane++] = record;
        found += record.rows();
      }
    }
    if (lane != lanes.length || found != rows) {
      throw new LedgerException(
          "%d rows were read to train on, and the shards hold %d in %d of %d lanes"
              .formatted(rows, found, lane, lanes.length));
    }
    return new Ledger(plan, lanes);
  }

  /**
   * Checks a round.
   *
   * @param first the first of its steps, from 0
   * @param length number of its steps
   * @throws LedgerException where a block was not counted, or counted twice
   */
  void require(long first, int length, PartialGradient total) {
    if (length > 1 && total.nonFiniteLane() != PartialGradient.NONE) {
      // A shard stops its round where a loss is not finite; nothing is made of the others.
      return;
    }
    long rows = 0;
    long marks = 0;
    for (long step = first; step < first + length; step++) {
      for (int lane = 0; lane < lanes.length; lane++) {
        int cell = plan.cell(lane, step);
        int cellRows = plan.cellRows(cell, lanes[lane].rows());
        rows += cellRows;
        marks += lanes[lane].marks(lane, step, cell, 0, cellRows);
      }
    }
    if (rows != total.rows() || marks != total.tally().marks()) {
      throw new LedgerException(
          "step %d: not every block of the batch counted exactly once: %d rows in %d blocks were counted, the batch has %d rows%s"
              .formatted(
                  first + length,
                  total.rows(),
                  total.tally().blocks(),
                  rows,
                  suspicion(first, length, total.tally().marks() - marks)));
    }
  }

  /** What a single mistake would explain the difference. */
  private String suspicion(long first, int length, long difference) {
    for (long step = first; step < first + length; step++) {
      for (int lane = 0; lane < lanes.length; lane++) {
        int cell = plan.cell(lane, step);
        int cellRows = plan.cellRows(cell, lanes[lane].rows());
        long marks = lanes[lane].marks(lane, step, cell, 0, cellRows);
        if (difference == marks) {
          return ": lane %d counted twice".formatted(lane);
        } else if (difference == -marks) {
          return ": lane %d is missing".formatted(lane);
        }
      }
    }
    return "; or the input is no longer what it was, and a lost part of it was read again";
  }

  private static final class Records
      extends AbstractFunction2<TaskContext, Iterator<Shard>, LaneRecord[]>
      implements java.io.Serializable {
    @Override
    public LaneRecord[] apply(TaskContext context, Iterator<Shard> part) {
      return part.next().records();
    }
  }
}
