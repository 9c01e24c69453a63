package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.Rows.Row;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CtrGeneratorTest {
  private static Row draw(CtrGenerator generator, long number) throws RowFormatException {
    ExampleRow row = new ExampleRow();
    generator.draw(number, row, new int[CtrGenerator.FIELDS]);
    return Rows.of(row);
  }

  @Test
  void aRowIsAPureFunctionOfSeedAndNumber() throws RowFormatException {
    CtrGenerator inOrder = new CtrGenerator(5, 1 << 20);
    List<Row> rows = new ArrayList<>();
    for (long number = 0; number < 500; number++) {
      rows.add(draw(inOrder, number));
    }
    List<Long> numbers = new ArrayList<>(LongStream.range(0, 500).boxed().toList());
    Collections.shuffle(numbers, new Random(1));
    ExampleRow reused = new ExampleRow();
    int[] ids = new int[CtrGenerator.FIELDS];
    CtrGenerator shuffled = new CtrGenerator(5, 1 << 20);
    for (long number : numbers) {
      shuffled.draw(number, reused, ids);
      assertEquals(rows.get((int) number), Rows.of(reused));
    }
  }

  @Test
  void rowsAndSeedsDiffer() throws RowFormatException {
    CtrGenerator generator = new CtrGenerator(5, 1 << 20);
    assertNotEquals(draw(generator, 0).features(), draw(generator, 1).features());
    assertNotEquals(
        draw(generator, 0).features(), draw(new CtrGenerator(6, 1 << 20), 0).features());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1 << 20, Integer.MAX_VALUE - 1, Integer.MAX_VALUE})
  void featuresAreWithinRangeOnesAndUpToAFieldEach(int features) throws RowFormatException {
    CtrGenerator generator = new CtrGenerator(1, features);
    BitSet seen = new BitSet();
    for (long number : new long[] {0, 1, 1L << 31, 1L << 50, Long.MAX_VALUE / 41}) {
      for (int i = 0; i < 200; i++) {
        Row row = draw(generator, number + i);
        assertTrue(row.label() == 0 || row.label() == 1);
        assertTrue(row.features().size() <= CtrGenerator.FIELDS);
        row.features()
            .forEach(
                (feature, value) -> {
                  assertTrue(feature >= 0 && feature < features, () -> feature + " is outside");
                  assertEquals(1.0, value);
                  seen.set(feature % 1000);
                });
      }
    }
    assertEquals(Math.min(features, 1000), seen.cardinality());
  }

  @Test
  void clicksComeAboutAsOftenAsTheTruthSays() throws RowFormatException {
    CtrGenerator generator = new CtrGenerator(3, 1 << 16);
    int rows = 100_000;
    double expected = 0;
    double variance = 0;
    double clicks = 0;
    for (long number = 0; number < rows; number++) {
      Row row = draw(generator, number);
      double logit = generator.bias();
      for (int feature : row.features().keySet()) {
        logit += generator.weight(feature);
      }
      double probability = 1 / (1 + Math.exp(-logit));
      expected += probability;
      variance += probability * (1 - probability);
      clicks += row.label();
    }
    assertEquals(expected, clicks, 5 * Math.sqrt(variance));
    assertTrue(expected > 0.1 * rows && expected < 0.4 * rows, "rate " + expected / rows);
  }

  @Test
  void weightsOfTheTruthAreNearlyNormal() {
    CtrGenerator generator = new CtrGenerator(3, 1 << 20);
    int count = 200_000;
    double sum = 0;
    double squares = 0;
    for (int feature = 0; feature < count; feature++) {
      double weight = generator.weight(feature);
      sum += weight;
      squares += weight * weight;
    }
    double error = 0.3 / Math.sqrt(count);
    assertEquals(0, sum / count, 5 * error);
    assertEquals(0.3, Math.sqrt(squares / count), 5 * error);
  }

  @Test
  void fewValuesOfACategoryAreFrequentAndMostAreRare() throws RowFormatException {
    CtrGenerator generator = new CtrGenerator(3, 1 << 24);
    Map<Integer, Integer> counts = new HashMap<>();
    int rows = 20_000;
    for (long number = 0; number < rows; number++) {
      draw(generator, number).features().keySet().forEach(id -> counts.merge(id, 1, Integer::sum));
    }
    long frequent = counts.values().stream().filter(count -> count > rows / 100).count();
    long once = counts.values().stream().filter(count -> count == 1).count();
    assertTrue(frequent > 100 && frequent < 1000, frequent + " frequent features");
    assertTrue(once > counts.size() / 2, once + " of " + counts.size() + " occur once");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void withoutFeaturesThereIsNothingToDraw(int features) {
    assertThrows(IllegalArgumentException.class, () -> new CtrGenerator(0, features));
  }
}
