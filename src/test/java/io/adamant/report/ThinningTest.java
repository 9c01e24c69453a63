package io.adamant.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.report.RunLog.Measure;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThinningTest {
  @Test
  void aRunThatFitsIsDrawnAsItIs() {
    assertArrayEquals(IntStream.range(0, 50).toArray(), Thinning.rows(Lines.log(50), 50));
  }

  @Property(tries = 30)
  void noExtremeIsLostWhereverItIs(
      @ForAll @IntRange(min = 400, max = 5000) int steps, @ForAll int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RunLog log = new RunLog();
    int spike = random.nextInt(steps);
    int dip = random.nextInt(steps);
    int broken = random.nextInt(steps);
    for (int i = 0; i < steps; i++) {
      double loss = i == spike ? 9 : 1 + random.nextDouble();
      double norm = i == dip ? 0.001 : 1 + random.nextDouble();
      log.add(Lines.line(i + 1, 1, i == broken ? "null" : Double.toString(loss), norm));
    }
    int[] rows = Thinning.rows(log, 300);
    assertTrue(rows.length <= 302, () -> "rows: " + rows.length);
    Set<Integer> kept = new HashSet<>();
    Arrays.stream(rows).forEach(kept::add);
    assertEquals(rows.length, kept.size());
    assertTrue(kept.contains(0) && kept.contains(steps - 1));
    assertTrue(kept.contains(broken));
    assertTrue(spike == broken || kept.contains(spike));
    assertTrue(kept.contains(dip));
    // And the smallest loss, by a plain loop.
    int smallest = 0;
    for (int i = 1; i < steps; i++) {
      if (!(log.get(Measure.LOSS, i) >= log.get(Measure.LOSS, smallest)) && i != broken) {
        smallest = i;
      }
    }
    assertTrue(smallest == broken || kept.contains(smallest));
  }
}
