package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void wordsStandToTheLeftAndNumbersToTheRight() {
    assertEquals(
        List.of("run    loss  outcome", "adam  0.125  finished", "sgd       -  diverged"),
        TextTable.lines(
            List.of(
                List.of("run", "loss", "outcome"),
                List.of("adam", "0.125", "finished"),
                List.of("sgd", "-", "diverged"))));
  }
}
