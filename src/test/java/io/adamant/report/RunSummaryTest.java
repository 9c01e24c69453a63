package io.adamant.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RunSummaryTest {
  @Test
  void sumsUpARun() {
    RunLog log = new RunLog();
    log.add(Lines.line(1, 1, "0.9", 2));
    log.add(Lines.validated(Lines.line(2, 1, "0.8", 0.5), "0.6"));
    log.add(Lines.line(3, 2, "0.7", 3));
    log.add(Lines.validated(Lines.line(4, 2, "null", 0.5), "0.4"));
    log.add(Lines.validated(Lines.line(5, 2, "0.5", 0.5), "0.45"));
    RunSummary summary = RunSummary.of(log, 0.45);
    assertEquals(5, summary.steps());
    assertEquals(0.6, summary.finalTraining(), 1e-15);
    assertEquals(0.45, summary.finalValidation());
    assertEquals(0.4, summary.bestValidation());
    assertEquals(4, summary.bestStep());
    assertEquals(4, summary.stepsToTarget());
    // 11, 12, 13 and 14 ms.
    assertEquals(0.05, summary.secondsToTarget(), 1e-12);
    assertEquals(2, summary.clipped());
    assertEquals(1, summary.nonFinite());
  }

  @Test
  void whatDoesNotExistIsNoNumber() {
    RunSummary summary = RunSummary.of(new RunLog(), 0.5);
    assertEquals(0, summary.steps());
    assertEquals(Double.NaN, summary.finalTraining());
    assertEquals(Double.NaN, summary.bestValidation());
    assertEquals(Double.NaN, summary.stepsToTarget());
    assertEquals(Double.NaN, RunSummary.of(Lines.log(3), Double.NaN).stepsToTarget());
  }
}
