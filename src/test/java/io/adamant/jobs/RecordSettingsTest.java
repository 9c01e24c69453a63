package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.adamant.optimizer.NonFinite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordSettingsTest {
  /** Settings with the names of keys of the section batch. */
  record Sizes(long blockRows, int accumulationSteps) {
    Sizes {
      if (accumulationSteps == 13) {
        throw new IllegalArgumentException("batch.accumulation-steps must not be 13");
      }
    }
  }

  /** Settings with the names of keys of the section clip. */
  record Limits(double normEpsilon, NonFinite nonFinite) {
    Limits {
      if (normEpsilon == 0 && nonFinite == NonFinite.ZERO) {
        throw new IllegalArgumentException("clip.non-finite = zero needs an epsilon");
      }
    }
  }

  record Bias(boolean bias) {}

  /** A setting with the name of a key of the section schedule. */
  record Milestones(List<Long> milestones) {}

  @Test
  void componentsOfEveryTypeAreRead() {
    JobConfiguration job =
        JobConfiguration.load(
            null,
            List.of(
                "batch.block-rows=5000000000",
                "batch.accumulation-steps=7",
                "clip.norm-epsilon=1e-9",
                "clip.non-finite=zero",
                "model.bias=false"));
    assertEquals(new Sizes(5_000_000_000L, 7), RecordSettings.read(job, "batch", new Sizes(1, 2)));
    assertEquals(
        new Limits(1e-9, NonFinite.ZERO),
        RecordSettings.read(job, "clip", new Limits(3, NonFinite.SKIP)));
    assertEquals(new Bias(false), RecordSettings.read(job, "model", new Bias(true)));
  }

  @Test
  void listsAreReadAndWrittenAsConfigurationWritesThem() {
    Milestones milestones = new Milestones(List.of(30L, 80L));
    assertEquals(Map.of("milestones", "[30, 80]"), RecordSettings.texts(milestones));
    JobConfiguration job =
        JobConfiguration.load(null, List.of("schedule.milestones=[30, 80]", "clip.norm=3"));
    assertEquals(milestones, RecordSettings.read(job, "schedule", new Milestones(List.of())));
    JobConfiguration none = JobConfiguration.load(null, List.of("schedule.milestones=30"));
    UsageException refused =
        assertThrows(UsageException.class, () -> RecordSettings.read(none, "schedule", milestones));
    assertEquals(
        "--set: schedule.milestones must be a list of whole numbers such as [1, 2], got \"30\"",
        refused.getMessage());
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    JobConfiguration job = JobConfiguration.load(null, List.of("clip.non-finite=null"));
    Limits limits = new Limits(3, NonFinite.SKIP);
    assertEquals(limits, RecordSettings.read(job, "clip", limits));
  }

  @Test
  void whatTheRecordRefusesIsSaidWithItsPlace() {
    JobConfiguration job = JobConfiguration.load(null, List.of("batch.accumulation-steps=13"));
    UsageException refused =
        assertThrows(
            UsageException.class, () -> RecordSettings.read(job, "batch", new Sizes(1, 2)));
    assertEquals("--set: batch.accumulation-steps must not be 13", refused.getMessage());
  }

  @Test
  void wordsOfAnEnumAreListedWhereOneIsWrong() {
    JobConfiguration job = JobConfiguration.load(null, List.of("clip.non-finite=FAIL"));
    UsageException refused =
        assertThrows(
            UsageException.class,
            () -> RecordSettings.read(job, "clip", new Limits(3, NonFinite.SKIP)));
    assertEquals(
        "--set: clip.non-finite must be one of fail, skip, zero, rollback, got FAIL",
        refused.getMessage());
  }

  @Test
  void onlyWordsThatTheRecordTakesAreOffered() {
    assertEquals(
        List.of("fail", "skip", "zero", "rollback"),
        RecordSettings.words(new Limits(1, NonFinite.FAIL), "non-finite"));
    assertEquals(
        List.of("fail", "skip", "rollback"),
        RecordSettings.words(new Limits(0, NonFinite.FAIL), "non-finite"));
    assertEquals(List.of(), RecordSettings.words(new Limits(0, NonFinite.FAIL), "norm-epsilon"));
  }

  @Test
  void valuesAreWrittenInTheirShortestForm() {
    assertEquals(
        Map.of("norm-epsilon", "1e-8", "non-finite", "skip"),
        RecordSettings.texts(new Limits(1e-8, NonFinite.SKIP)));
    assertEquals("0.001", RecordSettings.text(1e-3));
    assertEquals("0", RecordSettings.text(0.0));
    assertEquals("10", RecordSettings.text(10.0));
    assertEquals("2.5e-10", RecordSettings.text(2.5e-10));
    assertEquals("1e20", RecordSettings.text(1e20));
  }

  @Test
  void namesOfJavaAreWrittenWithHyphens() {
    assertEquals("correct-first-moment", KebabCase.of("correctFirstMoment"));
    assertEquals("beta1", KebabCase.of("beta1"));
    assertEquals("l1-strength", KebabCase.of("l1Strength"));
    assertEquals("fail", KebabCase.of(NonFinite.FAIL));
  }
}
