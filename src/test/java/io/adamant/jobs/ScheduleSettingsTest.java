package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.schedule.Constant;
import io.adamant.schedule.CosineAnnealing;
import io.adamant.schedule.CosineRestarts;
import io.adamant.schedule.Cyclic;
import io.adamant.schedule.ExponentialDecay;
import io.adamant.schedule.InverseSquareRootDecay;
import io.adamant.schedule.InverseTimeDecay;
import io.adamant.schedule.LinearRamp;
import io.adamant.schedule.LinearWarmup;
import io.adamant.schedule.MultiStepDecay;
import io.adamant.schedule.Noam;
import io.adamant.schedule.OneCycle;
import io.adamant.schedule.OneCycle.Anneal;
import io.adamant.schedule.PolynomialDecay;
import io.adamant.schedule.ReduceOnPlateau;
import io.adamant.schedule.ReduceOnPlateau.Mode;
import io.adamant.schedule.ReduceOnPlateau.ThresholdMode;
import io.adamant.schedule.Schedule;
import io.adamant.schedule.ScheduleProduct;
import io.adamant.schedule.ScheduleSequence;
import io.adamant.schedule.Schedules;
import io.adamant.schedule.StepDecay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleSettingsTest {
  private static final double RATE = 0.1;
  private static final long STEPS = 100;

  private record Section(String text, Schedule schedule) {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Section section(String text, Schedule schedule) {
    return new Section(text, schedule);
  }

  private static Schedule afterWarmup(long steps, Schedule schedule) {
    return new ScheduleSequence(List.of(steps), List.of(new LinearWarmup(steps), schedule));
  }

  /** In a run of 100 steps with the base rate 0.1. */
  static Stream<Section> sections() {
    return Stream.of(
        section("type=constant", new Constant(1, 100)),
        section("type=constant,factor=0.5,total-iters=7", new Constant(0.5, 7)),
        section("type=linear", new LinearRamp(1.0 / 3, 1, 100)),
        section("type=linear,start-factor=1,end-factor=0,total-iters=7", new LinearRamp(1, 0, 7)),
        section("type=warmup", new LinearWarmup(0)),
        section("type=warmup,warmup-steps=1000", new LinearWarmup(1000)),
        section("type=step,step-size=5", new StepDecay(5, 0.1)),
        section(
            "type=step,step-size=5,gamma=0.5,warmup-steps=3",
            afterWarmup(3, new StepDecay(5, 0.5))),
        section(
            "type=multi-step,milestones=[3,8,8],gamma=0.3",
            new MultiStepDecay(List.of(3L, 8L, 8L), 0.3)),
        section("type=exponential,gamma=0.9", new ExponentialDecay(0.9)),
        section("type=exponential,gamma=0.9,decay-steps=4", new ExponentialDecay(0.9, 4)),
        section("type=inverse-square-root", new InverseSquareRootDecay(1)),
        section("type=inverse-square-root,timescale=9", new InverseSquareRootDecay(9)),
        section(
            "type=inverse-square-root,warmup-steps=9",
            afterWarmup(9, new InverseSquareRootDecay(9))),
        section("type=inverse-time,decay-rate=0.5", new InverseTimeDecay(0.5, 1)),
        section("type=noam,model-size=512,warmup-steps=9", new Noam(512, 9)),
        section("type=polynomial", new PolynomialDecay(100, 1, 0)),
        section(
            "type=polynomial,total-iters=9,power=2,eta-min=0.05", new PolynomialDecay(9, 2, 0.5)),
        section("type=polynomial,warmup-steps=9", afterWarmup(9, new PolynomialDecay(91, 1, 0))),
        section("type=cosine", new CosineAnnealing(100, 0)),
        section("type=cosine,warmup-steps=20", afterWarmup(20, new CosineAnnealing(80, 0))),
        section("type=cosine,t-max=12.5,eta-min=0.05", new CosineAnnealing(12.5, 0.5)),
        section("type=cosine-restarts,t-0=5", new CosineRestarts(5, 1, 0)),
        section("type=cosine-restarts,t-0=5,t-mult=2,eta-min=0.05", new CosineRestarts(5, 2, 0.5)),
        section("type=one-cycle", new OneCycle(100)),
        section(
            "type=one-cycle,max-lr=0.4,total-steps=9,pct-start=0.2,anneal-strategy=linear,"
                + "three-phase=true,div-factor=5,final-div-factor=6",
            new ScheduleProduct(
                List.of(new Constant(4), new OneCycle(9, 0.2, Anneal.LINEAR, true, 5, 6)))),
        section("type=cyclic,max-lr=0.4", new Cyclic(1, 4, 2000, 2000, Cyclic.Mode.TRIANGULAR, 1)),
        section(
            "type=cyclic,base-lr=0.05,max-lr=0.4,step-size-up=4,mode=triangular2",
            new Cyclic(0.5, 4, 4, 4, Cyclic.Mode.TRIANGULAR2, 1)),
        section(
            "type=cyclic,max-lr=0.4,step-size-up=4,step-size-down=5,mode=exp_range,gamma=0.9",
            new Cyclic(1, 4, 4, 5, Cyclic.Mode.EXP_RANGE, 0.9)),
        section(
            "type=wsd,warmup-steps=5,decay-steps=10,eta-min=0.05",
            Schedules.warmupStableDecay(5, 10, 100, 0.5)),
        section(
            "type=sequence,milestones=[10,30],parts=[{type=linear},{type=cosine},{type=polynomial}]",
            new ScheduleSequence(
                List.of(10L, 30L),
                List.of(
                    new LinearRamp(1.0 / 3, 1, 10),
                    new CosineAnnealing(20, 0),
                    new PolynomialDecay(70, 1, 0)))),
        section(
            "type=product,parts=[{type=cosine,eta-min=0.05},{type=warmup,warmup-steps=5}]",
            new ScheduleProduct(List.of(new CosineAnnealing(100, 0.5), new LinearWarmup(5)))),
        section(
            "type=sequence,milestones=[10],parts=[{type=constant,factor=0.5},"
                + "{type=product,parts=[{type=cosine},{type=exponential,gamma=0.9}]}]",
            new ScheduleSequence(
                List.of(10L),
                List.of(
                    new Constant(0.5, 10),
                    new ScheduleProduct(
                        List.of(new CosineAnnealing(90, 0), new ExponentialDecay(0.9)))))),
        section("type=plateau", new LinearWarmup(0)),
        section("type=plateau,warmup-steps=5", new LinearWarmup(5)));
  }

  private static ScheduleSettings read(String section, double learningRate) {
    JobConfiguration job = JobConfiguration.load(null, List.of("schedule={%s}".formatted(section)));
    return ScheduleSettings.read(job, learningRate);
  }

  @ParameterizedTest
  @MethodSource("sections")
  void aSectionIsTheScheduleOfItsNameAndKeys(Section section) {
    assertEquals(section.schedule(), read(section.text(), RATE).schedule(STEPS));
  }

  @Test
  void everyTypeIsAmongThem() {
    List<String> texts = sections().map(section -> section.text() + ",").toList();
    assertAll(
        ScheduleTypes.NAMES.stream()
            .map(
                name ->
                    () ->
                        assertTrue(
                            texts.stream().anyMatch(text -> text.startsWith("type=" + name + ",")),
                            name)));
  }

  @Test
  void withoutASectionTheRateIsConstant() {
    ScheduleSettings settings = ScheduleSettings.read(JobConfiguration.load(null, List.of()), RATE);
    assertEquals(1.0, settings.schedule(STEPS).factor(STEPS));
    assertNull(settings.plateau());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 20})
  void aCosineToTheRunsEndIsThatOfTheFactory(long warmup) {
    Schedule schedule = read("type=cosine,warmup-steps=" + warmup, RATE).schedule(STEPS);
    for (long step = 1; step <= STEPS; step++) {
      assertEquals(Schedules.cosine(warmup, STEPS).factor(step), schedule.factor(step));
    }
  }

  @Test
  void aPlateauHasPyTorchsDefaults() {
    assertEquals(new ReduceOnPlateau(RATE), read("type=plateau", RATE).plateau());
  }

  @Test
  void aPlateauTakesItsKeys() {
    ReduceOnPlateau expected =
        new ReduceOnPlateau(RATE, Mode.MAX, 0.5, 2, 0.01, ThresholdMode.ABS, 3, 0.02, 1e-6);
    ReduceOnPlateau plateau =
        read(
                "type=plateau,mode=max,factor=0.5,patience=2,threshold=0.01,threshold-mode=abs,"
                    + "cooldown=3,min-lr=0.02,epsilon=1e-6",
                RATE)
            .plateau();
    assertNotNull(plateau);
    assertEquals(expected, plateau);
  }

  @Test
  void ratesNeedABaseRate() {
    UsageException refused =
        assertThrows(UsageException.class, () -> read("type=cosine,eta-min=0.01", 0));
    assertEquals(
        "--set: schedule.eta-min needs an optimizer.learning-rate above 0, got 0.01",
        refused.getMessage());
    assertEquals(0.5, read("type=cosine,eta-min=0", 0).schedule(2).factor(2), 1e-15);
  }

  @Test
  void whatDoesNotFitTheRunsLengthIsRefusedWithItsPlace(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("job.conf");
    Files.writeString(
        file,
        """
        schedule {
          type = sequence
          milestones = [10]
          parts = [
            { type = constant },
            { type = wsd
              warmup-steps = 3
              decay-steps = 80 }
          ]
        }
        """);
    ScheduleSettings settings =
        ScheduleSettings.read(JobConfiguration.load(file.toFile(), List.of()), RATE);
    assertEquals(1.0, settings.schedule(93).factor(14));
    assertRefused(
        settings,
        92,
        file
            + ", line 8: schedule.decay-steps must be at most the number of steps after the "
            + "warmup, 79, got 80");
    assertRefused(
        settings,
        13,
        file + ", line 7: schedule.warmup-steps must be below the number of steps, 3, got 3");
    assertRefused(
        settings,
        10,
        file + ", line 3: schedule.milestones must be below the number of steps, 10, got 10");
  }

  private static void assertRefused(ScheduleSettings settings, long steps, String message) {
    UsageException refused = assertThrows(UsageException.class, () -> settings.schedule(steps));
    assertEquals(message, refused.getMessage());
  }
}
