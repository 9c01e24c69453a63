package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StopRequestTest {
  private final StopRequest stop = new StopRequest(System.err);

  @Test
  void onlyATrainingThatCanBeGoneOnFromIsAskedToEnd() {
    assertFalse(stop.ask(143), "nothing heeds it yet");
    stop.heed(true);
    assertFalse(stop.isAsked());
    assertTrue(stop.ask(143));
    assertTrue(stop.isAsked());
    assertEquals(143, stop.exitCode());
  }

  @Test
  void theSecondRequestIsNotPoliteAnyMore() {
    stop.heed(true);
    assertTrue(stop.ask(130));
    assertFalse(stop.ask(143));
    assertEquals(130, stop.exitCode());
  }
}
