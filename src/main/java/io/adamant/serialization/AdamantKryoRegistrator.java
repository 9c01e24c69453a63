package io.adamant.serialization;

import com.esotericsoftware.kryo.Kryo;
import io.adamant.data.ExampleBlock;
import io.adamant.data.InputSurvey;
import io.adamant.data.LabelSurvey;
import io.adamant.data.RowPosition;
import io.adamant.data.encoding.EncodingSurvey;
import io.adamant.data.encoding.Moments;
import io.adamant.data.encoding.NumberSettings;
import io.adamant.data.encoding.NumberSurvey;
import io.adamant.data.encoding.ValueCounts;
import io.adamant.engine.EvaluationExamples;
import io.adamant.engine.LaneRecord;
import io.adamant.engine.PartialGradient;
import io.adamant.engine.Shard;
import io.adamant.engine.ShardChunk;
import io.adamant.engine.ShardReport;
import io.adamant.engine.StepOrder;
import io.adamant.engine.Tally;
import io.adamant.engine.WorkingSet;
import io.adamant.linalg.ExactSum;
import io.adamant.linalg.SparseRows;
import io.adamant.metrics.BinaryMetrics;
import io.adamant.metrics.MulticlassMetrics;
import io.adamant.metrics.RegressionMetrics;
import io.adamant.metrics.RocHistogram;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers every class of Adamant that Kryo meets, for {@code spark.kryo.registrator}, so that
 * {@code spark.kryo.registrationRequired} can be on.
 */
public final class AdamantKryoRegistrator implements KryoRegistrator {
  /** The classes that cross the wire, in an order that is part of the format. */
  public static final List<Class<?>> WIRE_CLASSES =
      List.of(
          WorkingSet.class,
          PartialGradient.class,
          ShardChunk.class,
          InputSurvey.class,
          LabelSurvey.class,
          LabelSurvey.Rows.class,
          RowPosition.class,
          Shard.class,
          ExampleBlock.class,
          SparseRows.class,
          BinaryMetrics.class,
          MulticlassMetrics.class,
          RegressionMetrics.class,
          RocHistogram.class,
          ExactSum.class,
          EvaluationExamples.Part.class,
          ShardReport.class,
          StepOrder.class,
          EncodingSurvey.class,
          Moments.class,
          ValueCounts.class,
          Tally.class,
          LaneRecord.class);

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(WorkingSet.class, new WorkingSetSerializer());
    kryo.register(PartialGradient.class, new PartialGradientSerializer());
    for (Class<?> type : WIRE_CLASSES) {
      if (type != WorkingSet.class && type != PartialGradient.class) {
        kryo.register(type);
      }
    }
    kryo.register(ExampleBlock[].class);
    kryo.register(ExampleBlock[][].class);
    kryo.register(ExampleBlock[][][].class);
    kryo.register(PartialGradient[].class);
    kryo.register(Shard[].class);
    kryo.register(LaneRecord[].class);
    kryo.register(LaneRecord[][].class);
    kryo.register(double[][].class);
    kryo.register(ExactSum[].class);
    kryo.register(NumberSurvey[].class);
    kryo.register(NumberSettings.Transform.class);
    kryo.register(long[][].class);
    kryo.register(TreeMap.class);
    // Parquet's schema comes back from a task, and Spark's own list lacks this part of it.
    kryo.register(VectorUDT.class);
  }
}
