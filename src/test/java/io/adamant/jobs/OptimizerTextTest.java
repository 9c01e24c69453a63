package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Sgd;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTextTest {
  static Stream<OptimizerCatalog.Entry> entries() {
    return OptimizerCatalog.ENTRIES.stream();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void ofTheDefaultsOnlyTypeAndLearningRateAreTold(OptimizerCatalog.Entry entry) {
    String rate = RecordSettings.texts(entry.defaults()).get("learning-rate");
    assertEquals(
        "%s, learning-rate %s".formatted(entry.name(), rate),
        OptimizerText.of(entry.defaults().toString()));
  }

  @Test
  void settingsThatAreNotAsByDefaultAreToldByTheirKeys() {
    assertEquals(
        "adamw, learning-rate 0.02, epsilon 1e-7, weight-decay 0",
        OptimizerText.of(new AdamW(0.02, 0.9, 0.999, 1e-7, 0).toString()));
    assertEquals(
        "amsgrad, learning-rate 0.001, decay lr-scaled",
        OptimizerText.of(Adam.AMSGRAD.toString().replace("decay=L2", "decay=LR_SCALED")));
  }

  @Test
  void aRuleOfTwoTypesIsTheOneThatHasLessToAdd() {
    assertEquals("amsgrad, learning-rate 0.001", OptimizerText.of(Adam.AMSGRAD.toString()));
    assertEquals(
        "sgd, learning-rate 0.1, momentum 0.9, nesterov true",
        OptimizerText.of(new Sgd(0.1, 0.9, 0, true, 0).toString()));
  }

  @Test
  void aTextFromBeforeThereWereMoreSettingsIsReadAndAnUnknownOneIsLeftAsItIs() {
    assertEquals(
        "adam, learning-rate 0.02, weight-decay 3.07e-5",
        OptimizerText.of(
            "Adam[learningRate=0.02, beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=3.07E-5]"));
    assertEquals("Other[a=1]", OptimizerText.of("Other[a=1]"));
    assertEquals("", OptimizerText.of(""));
  }
}
