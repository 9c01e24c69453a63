package io.adamant.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1_000_000, Long.MAX_VALUE})
  void constantIsOne(long step) {
    assertEquals(1.0, Schedules.constant().factor(step));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "0, 1000, 1",
    "1, 1, 1",
    "4, 1, 0.25",
    "4, 2, 0.5",
    "4, 3, 0.75",
    "4, 4, 1",
    "4, 5, 1",
    "4, 9223372036854775807, 1",
    "1000000000000, 1, 1e-12"
  })
  void warmupRisesInEqualStepsToOneAndStays(long warmup, long step, double factor) {
    assertEquals(factor, Schedules.linearWarmup(warmup).factor(step));
  }

  @ParameterizedTest
  @CsvSource({
    // Without warmup, of four steps: cos 0, cos 45, cos 90 and cos 135 degrees.
    "0, 4, 1, 1",
    "0, 4, 2, 0.8535533905932737622",
    "0, 4, 3, 0.5",
    "0, 4, 4, 0.1464466094067262378",
    "0, 4, 5, 0",
    "0, 4, 1000, 0",
    "0, 1, 1, 1",
    "0, 1, 2, 0",
    // Two steps of warmup, then three: cos 0, cos 60 and cos 120 degrees.
    "2, 5, 1, 0.5",
    "2, 5, 2, 1",
    "2, 5, 3, 1",
    "2, 5, 4, 0.75",
    "2, 5, 5, 0.25",
    "2, 5, 6, 0"
  })
  void cosineFallsFromOneAfterTheWarmupAndEndsAtZero(
      long warmup, long total, long step, double factor) {
    assertEquals(factor, Schedules.cosine(warmup, total).factor(step), 2e-16);
  }

  @ParameterizedTest
  @CsvSource({
    // Steps 1, 2, 6, 11, 16 and 20 of PyTorch's CosineAnnealingLR with T_max 20, eta_min 0, rate 1.
    "1, 1.0",
    "2, 0.9938441702975689",
    "6, 0.8535533905932737",
    "11, 0.5",
    "16, 0.14644660940672627",
    "20, 0.00615582970243117"
  })
  void cosineIsThatOfPyTorch(long step, double factor) {
    assertEquals(factor, Schedules.cosine(0, 20).factor(step), 4e-16);
  }

  @Property
  void aFactorIsBetweenZeroAndOneRisesDuringWarmupAndFallsAfterwards(
      @ForAll @LongRange(max = 1_000) long warmup,
      @ForAll @LongRange(min = 1, max = 1_000) long rest) {
    Schedule cosine = Schedules.cosine(warmup, warmup + rest);
    for (long step = 1; step <= warmup + rest + 2; step++) {
      double factor = cosine.factor(step);
      double before = step == 1 ? 0 : cosine.factor(step - 1);
      assertTrue(factor >= 0 && factor <= 1);
      boolean rising = step <= warmup + 1;
      assertTrue(rising ? factor >= before : factor <= before, "step " + step);
      assertEquals(step <= warmup + rest, factor > 0, "step " + step);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 10, 'schedule.warmup-steps must be >= 0, got -1'",
    "10, 10, 'schedule.warmup-steps must be below the number of steps, 10, got 10'",
    "11, 10, 'schedule.warmup-steps must be below the number of steps, 10, got 11'"
  })
  void aWarmupOutsideTheLimitsIsRefused(long warmup, long total, String message) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Schedules.cosine(warmup, total));
    assertEquals(message, refused.getMessage());
    if (warmup < 0) {
      assertThrows(IllegalArgumentException.class, () -> Schedules.linearWarmup(warmup));
    }
  }

  @Test
  void aScheduleSurvivesSerialization() throws IOException, ClassNotFoundException {
    Schedule schedule =
        new ScheduleProduct(
            List.of(Schedules.cosine(3, 10), new OneCycle(9), new MultiStepDecay(List.of(4L), 1)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(schedule);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(schedule, in.readObject());
    }
  }
}
