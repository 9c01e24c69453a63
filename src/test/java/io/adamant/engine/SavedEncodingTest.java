package io.adamant.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.encoding.BucketSettings;
import io.adamant.data.encoding.ColumnEncoding;
import io.adamant.data.encoding.EncoderSettings;
import io.adamant.data.encoding.EncoderTypes;
import io.adamant.data.encoding.Encoding;
import io.adamant.data.encoding.Learnt;
import io.adamant.data.encoding.MissingValues;
import io.adamant.data.encoding.NumberSettings;
import io.adamant.data.encoding.TextSettings;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedEncodingTest {
  private static final Encoding ENCODING = encoding();

  /** Every type with its defaults, and settings of every kind. */
  private static Encoding encoding() {
    List<ColumnEncoding> encoders = new ArrayList<>();
    for (EncoderSettings defaults : EncoderTypes.DEFAULTS) {
      List<String> columns = defaults.columns() == 1 ? List.of("a") : List.of("a", "b \"c\"");
      encoders.add(new ColumnEncoding(columns, defaults, Learnt.NOTHING));
    }
    encoders.add(
        new ColumnEncoding(
            List.of("n"),
            new NumberSettings(NumberSettings.Transform.LOG, true, MissingValues.IGNORE),
            new Learnt(0.1, 1 / 3.0, List.of())));
    encoders.add(
        new ColumnEncoding(
            List.of("q"),
            new BucketSettings(List.of(), 3, MissingValues.FAIL),
            Learnt.ofBoundaries(List.of(-1e-300, 0.1))));
    encoders.add(
        new ColumnEncoding(
            List.of("t"),
            new TextSettings(
                TextSettings.Analyzer.CHAR,
                List.of(2L, 4L),
                false,
                TextSettings.Values.LOG,
                TextSettings.Norm.NONE,
                77,
                -5,
                true,
                MissingValues.FEATURE),
            Learnt.NOTHING));
    return new Encoding(encoders);
  }

  private static ModelManifest manifest() {
    return new ModelManifest(
            "logistic", true, ENCODING.features(), 0, -1, 1, 1, 1, "o", Map.of(), 0, Map.of())
        .withEncoding(SavedEncoding.sections(ENCODING));
  }

  @Test
  void anEncodingComesBackFromTheManifestAsItWas() {
    assertEquals(ENCODING, SavedEncoding.of(ModelManifest.parse(manifest().toJson())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"type\": \"number\" | \"type\": \"numbre\" | no such type of encoder: numbre",
        "\"seed\": -5 | \"seed\": \"x\" | settings",
        "\"buckets\": 77 | \"buckets\": 0 | encoding.buckets must be >= 1, got 0",
        "\"buckets\": 77 | \"buckets\": 78 | has 79 features by its settings, not 78",
        "\"transform\": \"LOG\" | \"transform\": \"SQUARE\" | settings",
        "\"deviation\": 0.3333333333333333 | \"deviation\": -1 | deviation > 0, got 0.1 and -1.0",
        "\"mean\": 0.1 | \"mean\": 1e999 | ",
        "-1.0E-300 | 5.0 | encoding.boundaries must be finite and ascending, got [5.0, 0.1]",
        "-1.0E-300 | null | no null within",
        "-1.0E-300, | | has 2 features by its settings, not 3",
        "\"firstFeature\": 0 | \"firstFeature\": 1 | expected 1 or more from 0",
        "\"columns\": [ \"t\" ] | \"columns\": [ \"t\", \"u\" ] | reads 1 columns, got [t, u]",
        "\"columns\": [ \"t\" ] | \"columns\": null | each encoder must have type, columns"
      })
  void aBrokenEncodingIsRefusedInOneLine(String from, String to, String reason) {
    String json = manifest().toJson().replaceAll("\\[\\s+(\"\\w+\")\\s+]", "[ $1 ]");
    assertTrue(json.contains(from), json);
    String broken = json.replace(from, to == null ? "" : to);
    InvalidModelException refused =
        assertThrows(
            InvalidModelException.class,
            () -> {
              Encoding unused = SavedEncoding.of(ModelManifest.parse(broken));
            });
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(reason == null ? "" : reason), message);
    assertEquals(1, message.lines().count(), message);
  }
}
