package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.CtrGenerator;
import io.adamant.data.MinibatchPlan;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.LogisticRegression;
import io.adamant.model.Model;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.Sgd;
import io.adamant.testing.LibsvmRows;
import io.adamant.testing.LinesSource;
import io.adamant.testing.LocalSparkTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest extends LocalSparkTest {
  private static final int FEATURES = 300;
  private static final int ROWS = 3_000;
  private static final Model MODEL = new LogisticRegression(true);

  /** Two blocks in most cells. */
  private ShardedExamples load() {
    return ShardedExamples.load(
        new GeneratedSource(spark(), new CtrGenerator(3, FEATURES), ROWS),
        TrainingRun.rules(FEATURES),
        new TrainingRun().shards(2).batch(2_048, 1).data());
  }

  /** A partial gradient just computed, and of what. */
  private record Computed(PartialGradient partial, Shard shard, MinibatchPlan plan, long step) {
    int cell(int lane) {
      return plan.cell(lane, step);
    }

    boolean holds(int lane) {
      return lane >= shard.firstLane() && lane < shard.firstLane() + shard.lanes();
    }

    PartialGradient withMore(long blocks, long marks) {
      return partial.withTally(partial.tally().plus(new Tally(blocks, marks)));
    }

    /** With all blocks of a lane some more times. */
    PartialGradient withLane(int lane, int times) {
      Tally more = Tally.NONE;
      for (int i = 0; holds(lane) && i < shard.cell(lane, cell(lane)).length; i++) {
        more = more.plus(shard.tally(lane, step, cell(lane), i));
      }
      return withMore(times * more.blocks(), times * more.marks());
    }
  }

  /** What may go wrong with a partial gradient. */
  private enum Tampering {
    NONE(""),
    SHARD_TWICE("exactly once"),
    LANE_TWICE(": lane 5 counted twice"),
    LANE_MISSING(": lane 6 is missing"),
    BLOCK_TWICE("exactly once"),
    OTHER_STEP("exactly once");

    private final String message;

    Tampering(String message) {
      this.message = message;
    }

    PartialGradient with(Computed computed) {
      return switch (this) {
        case NONE -> computed.partial;
        case SHARD_TWICE -> shardTwice(computed);
        case LANE_TWICE -> computed.withLane(5, 1);
        case LANE_MISSING -> computed.withLane(6, -1);
        case BLOCK_TWICE -> blockTwice(computed);
        case OTHER_STEP -> otherStep(computed);
      };
    }

    private static PartialGradient shardTwice(Computed computed) {
      PartialGradient once = computed.partial;
      PartialGradient[] both = {once, once};
      return computed.holds(0) ? PartialGradient.sum(both, FEATURES) : once;
    }

    /**
     * The first block counts again in place of the second: as many blocks and rows as it should.
     */
    private static PartialGradient blockTwice(Computed computed) {
      Shard shard = computed.shard;
      int lane = shard.firstLane();
      int cell = computed.cell(lane);
      assertEquals(2, shard.cell(lane, cell).length);
      long first = shard.tally(lane, computed.step, cell, 0).marks();
      return computed.withMore(0, first - shard.tally(lane, computed.step, cell, 1).marks());
    }

    /** A block of the same cell, an epoch later. */
    private static PartialGradient otherStep(Computed computed) {
      Shard shard = computed.shard;
      int lane = shard.firstLane();
      int cell = computed.cell(lane);
      long later = computed.step + computed.plan.stepsPerEpoch();
      long right = shard.tally(lane, computed.step, cell, 0).marks();
      return computed.withMore(0, shard.tally(lane, later, cell, 0).marks() - right);
    }
  }

  private static ShardFunction.ByStep functions(MinibatchPlan plan, Tampering tampering) {
    return (step, next) -> {
      ShardFunction right = new StepFunction(MODEL, plan, step, next);
      return step == 1
          ? (shard, set) -> tampering.with(new Computed(right.apply(shard, set), shard, plan, step))
          : right;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "false, NONE", "false, SHARD_TWICE", "false, LANE_TWICE", "false, LANE_MISSING",
    "false, BLOCK_TWICE", "false, OTHER_STEP", "true, NONE", "true, SHARD_TWICE",
    "true, LANE_TWICE", "true, LANE_MISSING", "true, BLOCK_TWICE", "true, OTHER_STEP"
  })
  void aBlockThatDidNotCountOnceFailsItsStep(boolean residentTasks, Tampering tampering) {
    try (ShardedExamples examples = load()) {
      MinibatchPlan plan = examples.plan();
      ShardFunction.ByStep functions = functions(plan, tampering);
      JobPerStep jobs = new JobPerStep(spark(), examples.shards(), functions, 3, Long.MAX_VALUE);
      GradientExchange inner =
          residentTasks ? new ResidentTasks(spark(), examples.shards(), functions, 3, jobs) : jobs;
      try (GradientExchange exchange = new CheckedExchange(spark(), examples, step -> 1, inner)) {
        int[] features =
            exchange.exchange(StepFunction.NO_STEP, 0, set(new int[0])).total().nextFeatures();
        GradientExchange.Exchanged first = exchange.exchange(0, 1, set(features));
        assertEquals(residentTasks, first.resident());
        WorkingSet second = set(first.total().nextFeatures());
        if (tampering == Tampering.NONE) {
          assertTrue(exchange.exchange(1, 2, second).total().tally().blocks() > plan.lanes());
          return;
        }
        LedgerException found =
            assertThrows(LedgerException.class, () -> exchange.exchange(1, 2, second));
        String message = String.valueOf(found.getMessage());
        assertTrue(message.startsWith("step 2: ") && message.contains(tampering.message), message);
      }
    }
  }

  private static WorkingSet set(int[] features) {
    return new WorkingSet(
        WirePrecision.FLOAT64, 1, features, new double[features.length], new double[][] {{0}});
  }

  /** The sum over all shards of what a function makes of them. */
  private static PartialGradient total(ShardedExamples examples, ShardFunction function) {
    WorkingSet all = set(IntStream.range(0, FEATURES).toArray());
    List<PartialGradient> partials =
        examples.shards().map(shard -> function.apply(shard, all)).collect();
    return PartialGradient.sum(partials.toArray(PartialGradient[]::new), FEATURES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void localRoundsCountTheBlocksOfAllTheirSteps(int length) {
    try (ShardedExamples examples = load()) {
      UpdateSettings settings = UpdateSettings.of(new Sgd(0.1), SparseUpdates.LAZY);
      RoundFunction.Span span = new RoundFunction.Span(0, length, 0);
      PartialGradient total =
          total(
              examples, new RoundFunction(MODEL, examples.plan(), settings, span, 0, 0, Map.of()));
      Ledger ledger = Ledger.open(spark(), examples.shards(), examples.plan(), ROWS);
      assertDoesNotThrow(() -> ledger.require(0, length, total));
      assertThrows(LedgerException.class, () -> ledger.require(0, length + 1, total));
      assertThrows(LedgerException.class, () -> ledger.require(1, length, total));
    }
  }

  @Test
  void rowsThatAreLostInTheShuffleAreMissedBeforeTheFirstStep() {
    try (ShardedExamples examples = load()) {
      LedgerException found =
          assertThrows(
              LedgerException.class,
              () -> Ledger.open(spark(), examples.shards(), examples.plan(), ROWS + 1));
      assertEquals(
          "3001 rows were read to train on, and the shards hold 3000 in 1024 of 1024 lanes",
          found.getMessage());
    }
  }

  @Test
  void inputThatIsAnotherOneWhenALostPartIsReadAgainFailsTheStep() {
    List<String> lines = LibsvmRows.draw(1_000, 50, 4);
    List<String> changed = new ArrayList<>(lines);
    changed.set(
        17, changed.get(17).replaceFirst("^\\S+ ", "+1 1:7 ").replaceFirst(" 1:7 1:\\S+", " 1:7"));
    DataSettings data = new TrainingRun().shards(2).data();
    try (ShardedExamples before =
            ShardedExamples.load(new LinesSource(spark(), lines, 2), TrainingRun.rules(50), data);
        ShardedExamples after =
            ShardedExamples.load(
                new LinesSource(spark(), changed, 2), TrainingRun.rules(50), data)) {
      MinibatchPlan plan = before.plan();
      assertEquals(plan, after.plan());
      Ledger ledger = Ledger.open(spark(), before.shards(), plan, 1_000);
      boolean isFound = false;
      for (long step = 0; step < plan.stepsPerEpoch(); step++) {
        long at = step;
        ShardFunction function = new StepFunction(MODEL, plan, step, StepFunction.NO_STEP);
        PartialGradient right = total(before, function);
        assertDoesNotThrow(() -> ledger.require(at, 1, right));
        try {
          ledger.require(step, 1, total(after, function));
        } catch (LedgerException e) {
          assertTrue(String.valueOf(e.getMessage()).contains("input is no longer what it was"));
          isFound = true;
        }
      }
      assertTrue(isFound);
    }
  }
}
