package io.adamant.engine;

import io.adamant.data.ClassWeights;
import io.adamant.data.ExampleBlock;
import io.adamant.data.InputSurvey;
import io.adamant.data.InvalidInputException;
import io.adamant.data.LabelEncoding;
import io.adamant.data.MinibatchPlan;
import io.adamant.data.Placement;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction1;

/**
 * The training rows as shards of example blocks, cached on the executors, and what is known about
 * them. The rows are read once: the survey travels through the same shuffle.
 */
public final class ShardedExamples implements AutoCloseable {
  private final JavaRDD<Shard> shards;
  private final MinibatchPlan plan;
  private final InputSurvey survey;
  private final LabelEncoding labels;
  private final int features;
  private final int indexBase;

  private ShardedExamples(
      JavaRDD<Shard> shards,
      MinibatchPlan plan,
      InputSurvey survey,
      LabelEncoding labels,
      int features,
      int indexBase) {
    this.shards = shards;
    this.plan = plan;
    this.survey = survey;
    this.labels = labels;
    this.features = features;
    this.indexBase = indexBase;
  }

  /**
   * Reads and surveys the rows and lays out the shards. Shards are built when they are first used.
   *
   * @throws InvalidInputException where the rows break the rules
   */
  public static ShardedExamples load(RowSource source, InputRules rules, DataSettings settings) {
    return load(source, rules, settings, ClassWeights.EQUAL);
  }

  /**
   * Reads and surveys the rows and lays out the shards, whose training rows weigh by their class.
   *
   * @throws InvalidInputException where the rows break the rules
   */
  public static ShardedExamples load(
      RowSource source, InputRules rules, DataSettings settings, ClassWeights classWeights) {
    int shardCount = settings.shards();
    int lanes = settings.shape().lanes();
    Placement placement = new Placement(settings.seed(), lanes, settings.heldBackFraction());
    // An Integer is its own hash: shard i goes to partition i, the surveys to the one behind.
    JavaPairRDD<Integer, ShardChunk> chunks =
        JavaPairRDD.fromJavaRDD(source.readPartitions(new RowPacking(placement, shardCount, rules)))
            .partitionBy(new HashPartitioner(shardCount + 1));
    InputSurvey survey = survey(chunks, shardCount, rules);
    rules.requireReadable(survey, source);
    source.requireComplete(survey);
    int indexBase = rules.indexBaseOf(survey);
    int features = rules.featuresOf(survey, source);
    LabelEncoding labels = LabelRules.labelsOf(rules.task(), survey, source);
    long trainingRows = survey.rows() - survey.heldBackRows();
    if (trainingRows == 0) {
      throw new InvalidInputException(
          "%s: all %d rows were held back for validation; lower validation.fraction"
              .formatted(source.name(), survey.rows()));
    }
    MinibatchPlan plan =
        MinibatchPlan.of(settings.seed(), lanes, trainingRows, settings.batchSize());
    JavaRDD<Shard> shards =
        pruned(chunks, shardCount)
            .mapPartitionsWithIndex(
                new ShardBuilding(
                    placement,
                    plan,
                    shardCount,
                    settings.shape().blocksPerCell(),
                    indexBase,
                    labels,
                    classWeights.on(labels, survey)),
                true)
            .setName("adamant: training shards")
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new ShardedExamples(shards, plan, survey, labels, features, indexBase);
  }

  private static InputSurvey survey(
      JavaPairRDD<Integer, ShardChunk> chunks, int partition, InputRules rules) {
    List<Tuple2<Integer, ShardChunk>>[] found = chunks.collectPartitions(new int[] {partition});
    ShardChunk[] parts = found[0].stream().map(Tuple2::_2).toArray(ShardChunk[]::new);
    Arrays.sort(parts, (a, b) -> Integer.compare(a.sourcePartition(), b.sourcePartition()));
    InputSurvey survey = new InputSurvey(rules.task());
    for (ShardChunk part : parts) {
      InputSurvey next = part.survey();
      if (next != null) {
        survey.merge(next);
      }
    }
    return survey;
  }

  /** The chunks without the partition of the surveys. */
  private static JavaRDD<Tuple2<Integer, ShardChunk>> pruned(
      JavaPairRDD<Integer, ShardChunk> chunks, int shards) {
    RDD<Tuple2<Integer, ShardChunk>> rdd = chunks.rdd();
    ClassTag<Tuple2<Integer, ShardChunk>> tag = rdd.elementClassTag();
    return JavaRDD.fromRDD(PartitionPruningRDD.create(rdd, new Below(shards)), tag);
  }

  /** One partition a shard. */
  public JavaRDD<Shard> shards() {
    return shards;
  }

  public MinibatchPlan plan() {
    return plan;
  }

  public InputSurvey survey() {
    return survey;
  }

  public LabelEncoding labels() {
    return labels;
  }

  /** Number of features: an upper limit of all feature ids. */
  public int features() {
    return features;
  }

  /** What the input's indices count from. */
  public int indexBase() {
    return indexBase;
  }

  /** The rows kept for validation. */
  public JavaRDD<ExampleBlock> heldBack() {
    return shards.flatMap(shard -> Arrays.asList(shard.heldBack()).iterator());
  }

  /** Lets go of the cached blocks. */
  @Override
  public void close() {
    shards.unpersist(false);
  }

  private static final class Below extends AbstractFunction1<Object, Object>
      implements java.io.Serializable {
    private final int limit;

    Below(int limit) {
      this.limit = limit;
    }

    @Override
    public Object apply(Object partition) {
      return (Integer) partition < limit;
    }
  }
}
