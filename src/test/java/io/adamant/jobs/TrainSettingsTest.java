package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.MinibatchPlan;
import io.adamant.engine.TrainingSettings;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.AveragingSettings.Kind;
import io.adamant.optimizer.GradientClipping;
import io.adamant.optimizer.NonFinite;
import io.adamant.optimizer.ParameterGroup;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.VectorNorm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainSettingsTest {
  private static final MinibatchPlan TEN_AN_EPOCH = new MinibatchPlan(0, 4, 10);

  private static TrainingSettings training(String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of("input.path=x", "output=y"));
    return TrainSettings.read(JobConfiguration.load(null, all))
        .training(TEN_AN_EPOCH.stepsPerEpoch(), 100, 0);
  }

  @Test
  void theReferenceSwitchesNothingOn() {
    TrainingSettings training = training();
    UpdateSettings update = training.update();
    assertEquals(WirePrecision.FLOAT64, training.precision());
    assertEquals(GradientClipping.NONE, update.clipping());
    assertEquals(ParameterGroup.DEFAULT, update.groups());
    assertEquals(AveragingSettings.NONE, update.averaging());
    assertEquals(1, update.accumulationSteps());
    assertTrue(UpdateDescription.of("constant", training).isEmpty());
  }

  private static SparseUpdates sparse(long features, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of("input.path=x", "output=y"));
    return TrainSettings.read(JobConfiguration.load(null, all)).update(features).sparseUpdates();
  }

  @Test
  void largeTablesAreDeferredWhereRuleAndPenaltiesAllowIt() {
    long large = SparseUpdatesChoice.LARGE_TABLE;
    assertEquals(SparseUpdates.DENSE, sparse(large - 1));
    assertEquals(SparseUpdates.DEFERRED, sparse(large));
    for (String deferred :
        List.of("optimizer.type=sgd", "optimizer.type=adam", "optimizer.type=ftrl")) {
      assertEquals(SparseUpdates.DEFERRED, sparse(large, deferred), deferred);
    }
    for (String dense :
        List.of(
            "optimizer.type=lamb",
            "optimizer.type=adafactor",
            "optimizer.type=lion",
            "optimizer.type=adam optimizer.weight-decay=0.1",
            "optimizer.groups=[{tensors=weight,l1=1}]",
            "averaging.type=ema")) {
      assertEquals(SparseUpdates.DENSE, sparse(large, dense.split(" ")), dense);
    }
  }

  @Test
  void whatIsAskedForIsNotChosen() {
    for (SparseUpdates asked : SparseUpdates.values()) {
      for (long features : new long[] {1, 1L << 30}) {
        assertEquals(asked, sparse(features, "optimizer.sparse=" + KebabCase.of(asked)));
      }
    }
    assertEquals(SparseUpdates.DENSE, sparse(1));
  }

  @Test
  void aScheduleEndsWithTheStepsOfTheOptimizerNotWithTheBatches() {
    TrainingSettings training =
        training(
            "epochs=3",
            "batch.accumulation-steps=4",
            "schedule.type=cosine",
            "schedule.warmup-steps=2");
    assertEquals(30, training.steps());
    assertEquals(4, training.update().accumulationSteps());
    // 30 batches in fours are 8 steps, the last one of 2 batches.
    assertEquals(1.0, training.update().schedule().factor(3));
    assertEquals(
        (1 + Math.cos(Math.PI * 5 / 6)) / 2, training.update().schedule().factor(8), 1e-15);
    assertEquals(0.0, training.update().schedule().factor(9));
  }

  @Test
  void anAverageStartsWhereItIsSaidOrByItself() {
    String[] steps = {"epochs=3", "batch.accumulation-steps=4"};
    assertEquals(new AveragingSettings(Kind.EMA, 1, 0.999), averaging(steps, "averaging.type=ema"));
    assertEquals(
        new AveragingSettings(Kind.EMA, 8, 0.5),
        averaging(steps, "averaging.type=ema", "averaging.decay=0.5", "averaging.start-step=8"));
    // Steps 5 to 8, the second half.
    assertEquals(5, averaging(steps, "averaging.type=tail").startStep());
    assertEquals(Kind.TAIL, averaging(steps, "averaging.type=tail").kind());
    assertEquals(2, averaging(steps, "averaging.type=tail", "averaging.start-step=2").startStep());
    String[] one = {"batch.accumulation-steps=99"};
    assertEquals(1, averaging(one, "averaging.type=tail").startStep());
  }

  private static AveragingSettings averaging(String[] steps, String... settings) {
    List<String> all = new ArrayList<>(List.of(steps));
    all.addAll(List.of(settings));
    return training(all.toArray(String[]::new)).update().averaging();
  }

  @Test
  void clippingHasAllThatTheSectionSays() {
    assertEquals(
        new GradientClipping(0.5, 2, VectorNorm.MAX, 0, NonFinite.ZERO),
        training(
                "clip.value=0.5",
                "clip.norm=2",
                "clip.norm-type=inf",
                "clip.norm-epsilon=0",
                "clip.non-finite=zero")
            .update()
            .clipping());
    assertEquals(
        VectorNorm.L1,
        training("clip.norm-type=1", "optimizer.groups=[{tensors=weight, clip-norm=3}]")
            .update()
            .clipping()
            .normType());
  }

  @Test
  void groupsHaveAllThatTheListSays() {
    List<ParameterGroup> groups =
        training(
                "optimizer.groups=[{tensors=weight, learning-rate-factor=2, weight-decay=3, l1=4,"
                    + " l2=5, clip-norm=6}, {tensors=\"b*\", frozen=true}]")
            .update()
            .groups();
    assertEquals(
        List.of(
            new ParameterGroup("weight", 2, 3.0, 4, 5, 6, false),
            new ParameterGroup("b*", 1, null, 0, 0, Double.POSITIVE_INFINITY, true)),
        groups);
    assertEquals(List.of(), training("optimizer.groups=[]").update().groups());
  }

  @Test
  void whatIsSwitchedOnIsSaidInWords() {
    TrainingSettings training =
        training(
            "epochs=3",
            "optimizer.groups=[{tensors=weight, learning-rate-factor=2, weight-decay=0,"
                + " l1=1e-5, clip-norm=6}, {tensors=bias, frozen=true}]",
            "clip.value=0.5",
            "clip.norm=2",
            "clip.non-finite=skip",
            "batch.accumulation-steps=4",
            "averaging.type=tail");
    assertEquals(
        "{groups=weight learning rate x 2, weight decay 0, l1 1e-5, norm to 6; bias frozen,"
            + " clipping=values to 0.5, norm (2) to 2, not finite=skip,"
            + " accumulation=4 batches to an optimizer step,"
            + " averaging=tail, from optimizer step 5}",
        UpdateDescription.of("constant", training).toString());
  }
}
