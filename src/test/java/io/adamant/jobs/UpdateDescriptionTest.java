package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.engine.TrainingSettings;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdamW;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpdateDescriptionTest {
  private static final TrainingSettings USUAL =
      TrainingSettings.of(UpdateSettings.of(AdamW.DEFAULTS, SparseUpdates.DENSE), 1, 1);

  @Test
  void aScheduleIsItsTypeAndTheKeysThatAreSet() {
    assertSchedule("step, gamma 0.5, step-size 20", "type=step", "step-size=20", "gamma=0.5");
    assertSchedule("multi-step, milestones [3,5]", "type=multi-step", "milestones=[3,5]");
  }

  @Test
  void whatIsAsUsualIsNotSaid() {
    assertEquals(Map.of(), UpdateDescription.of(schedule().words(), USUAL));
  }

  @Test
  void aPrecisionThatIsNotTheDefaultIsSaid() {
    TrainingSettings training = USUAL.withPrecision(WirePrecision.FLOAT32);
    assertEquals(Map.of("wire", "float32"), UpdateDescription.of(schedule().words(), training));
  }

  private static void assertSchedule(String words, String... settings) {
    assertEquals(
        Map.of("schedule", words), UpdateDescription.of(schedule(settings).words(), USUAL));
  }

  private static ScheduleSettings schedule(String... settings) {
    List<String> keys = Stream.of(settings).map(setting -> "schedule." + setting).toList();
    return ScheduleSettings.read(JobConfiguration.load(null, keys), 0.1);
  }
}
