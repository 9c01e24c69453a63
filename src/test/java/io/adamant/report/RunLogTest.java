package io.adamant.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.report.RunLog.Measure;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class RunLogTest {
  private static RunLog read(String text) throws IOException {
    return RunLog.read(new StringReader(text));
  }

  @Test
  void aLineCutShortByAKilledRunIsLeftOut() throws IOException {
    String whole = Lines.line(1, 1, "0.5", 1) + "\n" + Lines.line(2, 1, "0.4", 1) + "\n";
    assertEquals(2, read(whole).size());
    assertEquals(2, read(whole + "{\"step\":3,\"epo").size());
    assertEquals(2, read(whole + "{").size());
  }

  @Test
  void aBrokenLineBeforeOthersIsNamed() {
    String text = Lines.line(1, 1, "0.5", 1) + "\n{\"step\":\n" + Lines.line(3, 1, "0.4", 1);
    InvalidMetricsException e = assertThrows(InvalidMetricsException.class, () -> read(text));
    assertTrue(String.valueOf(e.getMessage()).startsWith("line 2 is no line of metrics"));
    assertThrows(InvalidMetricsException.class, () -> read("{}\n" + Lines.line(1, 1, "1", 1)));
    assertThrows(InvalidMetricsException.class, () -> read("7\n" + Lines.line(1, 1, "1", 1)));
  }

  @Test
  void stepsThatAResumedRunTakesAgainStandOnce() {
    RunLog log = new RunLog();
    for (int step = 1; step <= 5; step++) {
      log.add(Lines.validated(Lines.line(step, 1, "0." + step, 1), "0.7"));
    }
    log.add(Lines.line(3, 1, "0.9", 1));
    assertEquals(3, log.size());
    assertEquals(0.9, log.get(Measure.LOSS, 2));
    assertEquals(2, log.validations().size());
    // Of steps 1, 2 and 3 alone: 11, 12 and 13 ms, and 100 rows each.
    assertEquals(0.036, log.get(Measure.SECONDS, 2), 1e-12);
    assertEquals(300, log.get(Measure.ROWS, 2));
  }

  @Test
  void linesOfEventsAreNoSteps() throws IOException {
    String event = "{\"event\":\"rollback\",\"step\":1}\n";
    RunLog log = read(Lines.line(1, 1, "0.5", 1) + "\n" + event + Lines.line(2, 1, "0.4", 1));
    assertEquals(2, log.size());
  }

  @Test
  void whatIsNullIsNoNumber() {
    RunLog log = new RunLog();
    log.add(Lines.line(1, 1, "null", 1));
    assertTrue(Double.isNaN(log.get(Measure.LOSS, 0)));
  }
}
