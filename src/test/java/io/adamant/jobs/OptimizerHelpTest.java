package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.CommandRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerHelpTest {
  private final CommandRun run = CommandRun.of("help", "optimizers");

  @Test
  void everyOptimizerIsListedWithKeysDefaultsPurposeAndPaper() {
    assertEquals(Adamant.OK, run.code(), run.err());
    assertEquals("", run.err());
    String words = run.out().replaceAll("\\s+", " ");
    assertFalse(OptimizerCatalog.ENTRIES.isEmpty());
    for (OptimizerCatalog.Entry entry : OptimizerCatalog.ENTRIES) {
      assertTrue(words.contains(" %s %s ".formatted(entry.name(), entry.purpose())), run.out());
      assertTrue(words.contains(entry.paper()), entry.paper());
      for (String key : entry.keys()) {
        assertTrue(words.contains(key + " = "), key);
      }
    }
  }

  @Test
  void defaultsAreWrittenAsAJobFileWouldHaveThem() {
    List<String> lines = run.outLines();
    int adamW =
        lines.stream()
            .filter(line -> line.startsWith("adamw "))
            .map(lines::indexOf)
            .findFirst()
            .orElseThrow();
    String settings = lines.get(adamW + 1).strip() + " " + lines.get(adamW + 2).strip();
    for (String setting :
        List.of(
            "learning-rate = 0.001",
            "beta1 = 0.9,",
            "beta2 = 0.999,",
            "epsilon = 1e-8,",
            "weight-decay = 0.01")) {
      assertTrue(settings.contains(setting), settings);
    }
  }

  @Test
  void noLineIsWiderThanATerminal() {
    assertTrue(run.outLines().stream().allMatch(line -> line.length() <= 100), run.out());
  }
}
