package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import org.junit.jupiter.api.Test;

class UpdateDescriptionTest {
  @Test
  void anOptimizerIsItsNameItsRateAndWhatIsNotUsual() {
    assertEquals("adamw, learning-rate 0.001", UpdateDescription.of(AdamW.DEFAULTS));
    assertEquals(
        "adamw, learning-rate 0.02, weight-decay 0",
        UpdateDescription.of(new AdamW(0.02, 0.9, 0.999, 1e-8, 0)));
    assertEquals("adam, learning-rate 0.001, amsgrad raw", UpdateDescription.of(Adam.AMSGRAD));
    assertEquals(
        "sgd, learning-rate 0.1, momentum 0.9, nesterov true",
        UpdateDescription.of(new Sgd(0.1, 0.9, 0, true, 0)));
  }
}
