package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointSettingsTest {
  private static CheckpointSettings read(String... settings) {
    return CheckpointSettings.read(JobConfiguration.load(null, List.of(settings)));
  }

  @Test
  void aPathAloneMeansEveryTenMinutes() {
    CheckpointSettings settings = read("checkpoint.path=c");
    assertEquals(10.0, settings.everyMinutes());
    assertEquals(2, settings.keep());
    assertEquals(CheckpointSettings.OnFailure.CONTINUE, settings.onFailure());
    assertEquals(null, read("checkpoint.path=c", "checkpoint.every-steps=5").everyMinutes());
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 0, true",
    "9, 0, 0, false",
    "19, 10, 0, false",
    "20, 10, 0, true",
    // A round of local steps may end behind the step that it is due at.
    "22, 19, 0, true",
    "22, 20, 0, false",
    "21, 20, 2.9, false",
    "21, 20, 3, true"
  })
  void oneIsDueByStepsOrByMinutes(long step, long last, double minutes, boolean isDue) {
    CheckpointSettings settings =
        read("checkpoint.path=c", "checkpoint.every-steps=10", "checkpoint.every-minutes=3");
    assertEquals(isDue, settings.isDue(step, last, minutes));
  }
}
