package io.adamant.data.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.data.RowFormatException;
import io.adamant.data.encoding.TextSettings.Analyzer;
import io.adamant.data.encoding.TextSettings.Norm;
import io.adamant.data.encoding.TextSettings.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;

/** Terms and n-grams against regular expressions and strings. */
class TextSettingsTest {
  private static final int BUCKETS = 4999;
  private static final int SEED = 7;

  private static TextSettings settings(
      Analyzer analyzer, long fewest, long most, boolean lowercase, Values values, Norm norm) {
    return new TextSettings(
        analyzer,
        List.of(fewest, most),
        lowercase,
        values,
        norm,
        BUCKETS,
        SEED,
        false,
        MissingValues.FEATURE);
  }

  private static List<String> terms(String text, Analyzer analyzer) {
    String word =
        switch (analyzer) {
          case WORD -> "[\\p{L}\\p{Nd}\\p{M}_]+";
          case WHITESPACE -> "[^\\s\\p{Z}]+";
          case CHAR -> "(?s).";
        };
    String whole = text;
    if (analyzer == Analyzer.CHAR) {
      whole = text.replaceAll("[\\s\\p{Z}]+", " ").strip();
    }
    return Pattern.compile(word).matcher(whole).results().map(MatchResult::group).toList();
  }

  private static Map<Integer, Double> expected(String text, TextSettings settings) {
    List<String> terms = terms(text, settings.analyzer());
    Map<Integer, Integer> counts = new HashMap<>();
    for (long n = settings.ngramRange().get(0); n <= settings.ngramRange().get(1); n++) {
      for (int from = 0; from + n <= terms.size(); from++) {
        String ngram =
            String.join(
                settings.analyzer() == Analyzer.CHAR ? "" : " ",
                terms.subList(from, (int) (from + n)));
        if (settings.lowercase()) {
          ngram =
              ngram
                  .codePoints()
                  .map(Character::toLowerCase)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString();
        }
        byte[] bytes = ngram.getBytes(StandardCharsets.UTF_8);
        int hash = MurmurHash3.hash32x86(bytes, 0, bytes.length, SEED);
        counts.merge((hash & Integer.MAX_VALUE) % BUCKETS, 1, Integer::sum);
      }
    }
    Map<Integer, Double> values = new TreeMap<>();
    counts.forEach(
        (bucket, n) ->
            values.put(
                bucket,
                switch (settings.values()) {
                  case COUNT -> (double) n;
                  case BINARY -> 1.0;
                  case LOG -> 1 + Math.log(n);
                }));
    if (settings.norm() == Norm.L2) {
      double norm = Math.sqrt(values.values().stream().mapToDouble(v -> v * v).sum());
      values.replaceAll((bucket, value) -> value / norm);
    }
    return values;
  }

  @Property(tries = 2_000)
  void ngramsAreThoseOfAPattern(
      @ForAll
          @StringLength(min = 1, max = 60)
          @Chars({'a', 'B', 'Ä', 'ß', '3', '_', ' ', '\t', '-', '\u00a0', '\u4e2d', '\u0301'})
          String text,
      @ForAll Analyzer analyzer,
      @ForAll @IntRange(min = 1, max = 3) int fewest,
      @ForAll @IntRange(max = 2) int more,
      @ForAll boolean lowercase,
      @ForAll Values values,
      @ForAll Norm norm)
      throws RowFormatException {
    TextSettings settings = settings(analyzer, fewest, fewest + more, lowercase, values, norm);
    // The buffers have seen another text before.
    Encoding.Rows rows = Cells.encoding(settings).rows();
    Map<Integer, Double> unused = Cells.of("some other text, longer than most").encoded(rows);
    Map<Integer, Double> found = Cells.of(List.of(text)).encoded(rows);
    Map<Integer, Double> expected = expected(text, settings);
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (bucket, value) -> assertEquals(value, found.getOrDefault(bucket, 0.0), 1e-15));
  }

  @Test
  void charactersBeyondTheFirstPlaneAreOneTermEach() throws RowFormatException {
    TextSettings settings = settings(Analyzer.CHAR, 1, 2, true, Values.COUNT, Norm.NONE);
    String text = "\ud83d\ude00a\ud801\udc00";
    assertEquals(expected(text, settings), Cells.of(text).encoded(Cells.encoding(settings)));
  }

  @Test
  void malformedBytesEndAWordAndNothingElse() {
    byte[] bytes = {'a', (byte) 0xff, 'b', (byte) 0xc3, 'c', ' ', (byte) 0xe4, (byte) 0xb8};
    TextBytes text = new TextBytes();
    text.set(bytes, 0, bytes.length);
    Terms terms = new Terms(Analyzer.WORD, true);
    terms.read(text);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < terms.count(); i++) {
      words.add(
          new String(
              terms.bytes(),
              terms.start(i),
              terms.end(i) - terms.start(i),
              StandardCharsets.UTF_8));
    }
    assertEquals(List.of("a", "b", "c"), words);
  }

  @Test
  void aTextWithoutTermsHasNoFeatureAndIsNotMissing() throws RowFormatException {
    Encoding encoding = Cells.encoding(TextSettings.DEFAULT);
    assertEquals(Map.of(), Cells.of("?!").encoded(encoding));
    assertEquals(Map.of(TextSettings.DEFAULT.buckets(), 1.0), Cells.of("").encoded(encoding));
  }
}
