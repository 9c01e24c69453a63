package io.adamant.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelManifestTest {
  private static ModelManifest manifest() {
    return new ModelManifest(
        "logistic",
        true,
        123,
        1,
        -1,
        0.1,
        1L << 40,
        1L << 41,
        "Adam[learningRate=0.001]",
        Map.of("averaging", "tail, from optimizer step 4"),
        Long.MIN_VALUE,
        Map.of("parameters.safetensors", "0badcafe"));
  }

  @Test
  void whatWasWrittenIsRead() {
    ModelManifest read = ModelManifest.parse(manifest().toJson());
    assertEquals("logistic", read.model());
    assertTrue(read.bias());
    assertEquals(123, read.features());
    assertEquals(1, read.indexBase());
    assertEquals(LabelSection.ofTwo(-1, 0.1), read.labels());
    assertEquals(1L << 40, read.step());
    assertEquals(1L << 41, read.trainingRows());
    assertEquals("Adam[learningRate=0.001]", read.optimizer());
    assertEquals(Map.of("averaging", "tail, from optimizer step 4"), read.update());
    assertEquals(Long.MIN_VALUE, read.seed());
    assertEquals(Map.of("parameters.safetensors", "0badcafe"), read.crc32c());
    assertEquals(manifest().toJson(), read.toJson());
  }

  @Test
  void aManifestFromBeforeUpdatesWereToldIsRead() {
    String json = manifest().toJson().replaceFirst("(?s) *\"update\": \\{.*?\\},\\n", "");
    assertFalse(json.contains("update"), json);
    assertEquals(Map.of(), ModelManifest.parse(json).update());
  }

  @Test
  void aStateThatWasWrittenIsReadAndAManifestWithoutOneHasNone() {
    OptimizerStateSection.Average average = new OptimizerStateSection.Average("ema", 0.1, 3, 9);
    OptimizerStateSection.Plateau plateau = new OptimizerStateSection.Plateau(0.3, 1, 2, 0.5);
    OptimizerStateSection section =
        new OptimizerStateSection(
            "Adam[...] of weight[123, 1]",
            9,
            Map.of("a", 0.1, "b", -0.0),
            2,
            1e-300,
            7,
            average,
            plateau,
            5);
    String json = manifest().with(section).toJson();
    ModelManifest read = ModelManifest.parse(json);
    assertEquals(section, read.optimizerState());
    assertEquals(json, read.toJson());
    assertNull(ModelManifest.parse(manifest().toJson()).optimizerState());
    assertFalse(manifest().toJson().contains("optimizerState"));
  }

  @Test
  void checksumsStandInTheOrderOfTheirFiles() {
    Map<String, String> checksums = new HashMap<>();
    for (int i = 25; i >= 0; i--) {
      checksums.put("" + (char) ('a' + i), "00000000");
    }
    ModelManifest manifest =
        new ModelManifest("logistic", true, 1, 1, 0, 1, 1, 1, "Adam[]", Map.of(), 0, checksums);
    assertEquals(
        checksums.keySet().stream().sorted().toList(), List.copyOf(manifest.crc32c().keySet()));
  }

  @Test
  void whatIsNotKnownIsPassedOver() {
    String json = manifest().toJson().replaceFirst("\\{", "{\"later\": [1, 2],");
    assertEquals(manifest().toJson(), ModelManifest.parse(json).toJson());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "{}", "[]", "17", "{", "\"text\"", "\u0000\u0001"})
  void whatIsNoManifestIsRefused(String json) {
    assertThrows(InvalidModelException.class, () -> ModelManifest.parse(json));
  }

  static Stream<Arguments> damaged() {
    JsonElement text = new JsonPrimitive("x");
    JsonElement missing = JsonNull.INSTANCE;
    return Stream.of(
        Arguments.of("formatVersion", new JsonPrimitive(0)),
        Arguments.of("formatVersion", new JsonPrimitive(ModelManifest.FORMAT_VERSION + 1)),
        Arguments.of("formatVersion", text),
        Arguments.of("features", new JsonPrimitive(0)),
        Arguments.of("features", new JsonPrimitive(-5)),
        Arguments.of("features", new JsonPrimitive(1L << 31)),
        Arguments.of("features", new JsonPrimitive(1.5)),
        Arguments.of("features", text),
        Arguments.of("indexBase", new JsonPrimitive(2)),
        Arguments.of("indexBase", new JsonPrimitive(-1)),
        Arguments.of("model", missing),
        Arguments.of("model", new JsonObject()),
        Arguments.of("optimizer", missing),
        Arguments.of("crc32c", missing),
        Arguments.of("crc32c", text),
        Arguments.of("negativeLabel", text),
        Arguments.of("negativeLabel", new JsonPrimitive("NaN")),
        Arguments.of("positiveLabel", new JsonPrimitive(-1)));
  }

  @Test
  void fieldsThatWereWrittenAreReadAndAManifestWithoutThemHasNone() {
    List<Long> sizes = List.of(23L, 100L);
    String json = manifest().withFields(sizes).toJson();
    assertEquals(sizes, ModelManifest.parse(json).fields());
    assertEquals(json, ModelManifest.parse(json).toJson());
    assertEquals(sizes, manifest().withFields(sizes).withListedRows(7).fields());
    assertNull(ModelManifest.parse(manifest().toJson()).fields());
    assertFalse(manifest().toJson().contains("fields"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "[122]", "[123, 0]", "[124, -1]", "[null, 123]", "[1.5, 121.5]", "7"})
  void fieldsThatAreNotAllFeaturesAreRefused(String fields) {
    JsonObject json = JsonParser.parseString(manifest().toJson()).getAsJsonObject();
    json.add("fields", JsonParser.parseString(fields));
    InvalidModelException refused =
        assertThrows(InvalidModelException.class, () -> ModelManifest.parse(json.toString()));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("manifest.json"));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void aValueThatCannotBeIsRefused(String key, JsonElement value) {
    JsonObject json = JsonParser.parseString(manifest().toJson()).getAsJsonObject();
    assertTrue(json.has(key));
    json.add(key, value);
    InvalidModelException refused =
        assertThrows(InvalidModelException.class, () -> ModelManifest.parse(json.toString()));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("manifest.json"), message);
    assertFalse(message.contains("\n\tat "), message);
  }
}
