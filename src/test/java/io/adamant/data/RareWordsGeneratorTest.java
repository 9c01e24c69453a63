package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.Rows.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RareWordsGeneratorTest {
  private static final int WORDS = 1_000;

  private static List<Row> draw(long seed, int rows) throws RowFormatException {
    RowGenerator.Drawing drawing = new RareWordsGenerator(seed, WORDS).drawing();
    List<Row> drawn = new ArrayList<>();
    ExampleRow row = new ExampleRow();
    for (int number = 0; number < rows; number++) {
      drawing.draw(number, row);
      drawn.add(Rows.of(row));
    }
    return drawn;
  }

  private static double truth(Row row) {
    RareWordsGenerator generator = new RareWordsGenerator(0, WORDS);
    return row.features().keySet().stream().mapToDouble(generator::weight).sum();
  }

  @Test
  void aRowIsAPureFunctionOfSeedAndNumber() throws RowFormatException {
    List<Row> rows = draw(5, 300);
    RowGenerator.Drawing drawing = new RareWordsGenerator(5, WORDS).drawing();
    ExampleRow row = new ExampleRow();
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < rows.size(); number++) {
      numbers.add(number);
    }
    Collections.reverse(numbers);
    for (int number : numbers) {
      drawing.draw(number, row);
      assertEquals(rows.get(number), Rows.of(row));
    }
    assertNotEquals(rows.get(0), rows.get(1));
    assertNotEquals(rows, draw(6, 300));
  }

  @Test
  void wordsAreOnesWhoseFrequenciesFollowZipfsLaw() throws RowFormatException {
    int count = 20_000;
    int[] rowsWith = new int[WORDS];
    for (Row row : draw(1, count)) {
      assertTrue(row.features().size() <= RareWordsGenerator.WORDS_OF_A_ROW);
      row.features().forEach((word, value) -> assertEquals(1.0, value));
      row.features().keySet().forEach(word -> rowsWith[word]++);
    }
    for (int word : new int[] {0, 1, 9, 99}) {
      // One draw has the word of rank r with the chance ln((r + 1) / r) / ln(n + 1).
      double draw = Math.log((word + 2.0) / (word + 1)) / Math.log(WORDS + 1);
      double chance = 1 - Math.pow(1 - draw, RareWordsGenerator.WORDS_OF_A_ROW);
      double deviation = Math.sqrt(count * chance * (1 - chance));
      assertEquals(count * chance, rowsWith[word], 5 * deviation, "word " + word);
    }
  }

  @Test
  void rareWordsWeighAlikeUpAndDownAndFrequentOnesLess() {
    RareWordsGenerator generator = new RareWordsGenerator(0, WORDS);
    double squares = 0;
    int up = 0;
    for (int word = 0; word < WORDS; word++) {
      double weight = generator.weight(word);
      assertEquals(word >= 100, generator.isRare(word));
      if (generator.isRare(word)) {
        assertEquals(RareWordsGenerator.RARE_WEIGHT, Math.abs(weight));
        up += weight > 0 ? 1 : 0;
      } else {
        squares += weight * weight;
      }
    }
    assertEquals(450, up, 5 * Math.sqrt(900) / 2);
    assertEquals(0.3, Math.sqrt(squares / 100), 0.1);
  }

  @Test
  void labelsAreDrawnFromTheTruth() throws RowFormatException {
    double expected = 0;
    double variance = 0;
    double observed = 0;
    for (Row row : draw(3, 20_000)) {
      double probability = 1 / (1 + Math.exp(-truth(row)));
      // Of the rows' agreement with the sign of the truth: 1 or 0 each.
      double agreement = Math.max(probability, 1 - probability);
      expected += agreement;
      variance += agreement * (1 - agreement);
      observed += row.label() > 0 == probability > 0.5 ? 1 : 0;
    }
    assertEquals(expected, observed, 5 * Math.sqrt(variance));
    assertTrue(expected > 15_000, "rows say what they are: " + expected);
  }

  @Test
  void aRowHingesOnRareWordsWhereTheyTurnTheTruth() throws RowFormatException {
    RareWordsGenerator generator = new RareWordsGenerator(0, WORDS);
    int frequent = 0;
    while (generator.weight(frequent) < 0.05) {
      frequent++;
    }
    int for1 = 100;
    while (generator.weight(for1) < 0) {
      for1++;
    }
    int against1 = 100;
    while (generator.weight(against1) > 0) {
      against1++;
    }
    assertFalse(generator.hingesOnRareWords(Rows.ones(1, frequent).toExample()));
    assertFalse(generator.hingesOnRareWords(Rows.ones(1, frequent, for1).toExample()));
    assertTrue(generator.hingesOnRareWords(Rows.ones(1, frequent, against1).toExample()));
    assertFalse(generator.hingesOnRareWords(Rows.ones(1, frequent, for1, against1).toExample()));
    assertTrue(generator.hingesOnRareWords(Rows.ones(1, for1).toExample()));
  }

  @Test
  void aTenthOfFewerThanTenWordsIsNone() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new RareWordsGenerator(0, 9));
    assertEquals(
        "input.features must be >= 10 for input.format = rare-words, got 9", refused.getMessage());
  }
}
