package io.adamant.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.schedule.ReduceOnPlateau.Mode;
import io.adamant.schedule.ReduceOnPlateau.ThresholdMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlateauMemoryTest {
  private static ReduceOnPlateau settings(
      Mode mode, double threshold, ThresholdMode thresholdMode, double minLearningRate) {
    return new ReduceOnPlateau(
        0.1, mode, 0.5, 1, threshold, thresholdMode, 2, minLearningRate, 1e-8);
  }

  private static final ReduceOnPlateau SETTINGS = settings(Mode.MIN, 0.1, ThresholdMode.ABS, 0.03);

  private static String after(ReduceOnPlateau settings, double... metrics) {
    PlateauMemory memory = PlateauMemory.initial(settings);
    for (double metric : metrics) {
      memory.observe(metric, settings);
    }
    return "%s, %d bad, %d to cool, x %s"
        .formatted(memory.best(), memory.badObservations(), memory.cooldownLeft(), memory.factor());
  }

  @Test
  void theRateFallsAfterMoreBadObservationsThanPatienceAndRestsThen() {
    assertEquals("Infinity, 0 bad, 0 to cool, x 1.0", after(SETTINGS));
    assertEquals("1.0, 0 bad, 0 to cool, x 1.0", after(SETTINGS, 1));
    assertEquals("1.0, 1 bad, 0 to cool, x 1.0", after(SETTINGS, 1, 1));
    assertEquals("1.0, 0 bad, 2 to cool, x 0.5", after(SETTINGS, 1, 1, 1));
    assertEquals("1.0, 0 bad, 1 to cool, x 0.5", after(SETTINGS, 1, 1, 1, 1));
    assertEquals("1.0, 0 bad, 0 to cool, x 0.5", after(SETTINGS, 1, 1, 1, 1, 1));
    assertEquals("1.0, 1 bad, 0 to cool, x 0.5", after(SETTINGS, 1, 1, 1, 1, 1, 1));
    // 0.3 of the base rate is the minimum, 0.03; it is not gone below.
    assertEquals("1.0, 0 bad, 2 to cool, x 0.3", after(SETTINGS, 1, 1, 1, 1, 1, 1, 1));
    assertEquals("1.0, 0 bad, 2 to cool, x 0.3", after(SETTINGS, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({
    // Better by more than the threshold, exactly by it, and not at all.
    "MIN, ABS, 2, 1.75, 1",
    "MIN, ABS, 2, 1.875, 0",
    "MIN, ABS, 2, NaN, 0",
    "MIN, REL, 2, 1.7, 1",
    "MIN, REL, 2, 1.75, 0",
    "MAX, ABS, 2, 2.25, 1",
    "MAX, ABS, 2, 2.125, 0",
    "MAX, ABS, 2, NaN, 0",
    "MAX, REL, 2, 2.3, 1",
    "MAX, REL, 2, 2.25, 0"
  })
  void betterIsByMoreThanTheThreshold(
      Mode mode, ThresholdMode thresholdMode, double first, double second, int better) {
    ReduceOnPlateau settings = settings(mode, 0.125, thresholdMode, 0);
    PlateauMemory memory = PlateauMemory.initial(settings);
    memory.observe(first, settings);
    assertEquals(first, memory.best());
    memory.observe(second, settings);
    assertEquals(better == 1 ? second : first, memory.best());
    assertEquals(1 - better, memory.badObservations());
  }

  @Test
  void aRateOfZeroStaysZero() {
    ReduceOnPlateau settings = new ReduceOnPlateau(0);
    PlateauMemory memory = PlateauMemory.initial(settings);
    for (int i = 0; i < 30; i++) {
      memory.observe(1, settings);
    }
    assertEquals(1.0, memory.factor());
  }

  @Property
  void aMemoryRestoredOnTheWayGoesOnAsIfNothingHadHappened(
      @ForAll @Size(min = 2, max = 30) List<@DoubleRange(max = 2) Double> metrics,
      @ForAll @IntRange(max = 30) int interruption)
      throws IOException, ClassNotFoundException {
    PlateauMemory whole = PlateauMemory.initial(SETTINGS);
    PlateauMemory restored = PlateauMemory.initial(SETTINGS);
    for (int i = 0; i < metrics.size(); i++) {
      if (i == interruption) {
        restored =
            PlateauMemory.of(
                restored.best(),
                restored.badObservations(),
                restored.cooldownLeft(),
                restored.factor());
        restored = serialized(restored);
      }
      whole.observe(metrics.get(i), SETTINGS);
      restored.observe(metrics.get(i), SETTINGS);
      assertEquals(whole.toString(), restored.toString());
    }
  }

  private static PlateauMemory serialized(PlateauMemory memory)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(memory);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (PlateauMemory) in.readObject();
    }
  }
}
