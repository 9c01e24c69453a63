package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.data.Rows.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Blocks and their builder against rows kept as maps. */
class ExampleBlockTest {
  private static final BinaryLabels ZERO_ONE = new BinaryLabels(0, 1);

  @Property(tries = 300)
  void aBlockHoldsTheRowsThatWentIn(
      @ForAll long seed,
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(max = 1) int indexBase,
      @ForAll boolean weighted,
      @ForAll boolean valued)
      throws RowFormatException {
    List<Row> rows = rows(new SplittableRandom(seed), count, indexBase, weighted, valued);
    ExampleBlockBuilder builder = new ExampleBlockBuilder(indexBase, ZERO_ONE);
    assertHolds(rows, indexBase, build(builder, rows));
    assertEquals(0, builder.rows());
    // The builder is as good as new: the next block knows nothing of the first.
    List<Row> others = rows(new SplittableRandom(~seed), count, indexBase, weighted, valued);
    assertHolds(others, indexBase, build(builder, others));
  }

  private static List<Row> rows(
      SplittableRandom random, int count, int indexBase, boolean weighted, boolean valued) {
    // Few features, so that rows share them, or many, so that the builder's table has to grow.
    int limit = random.nextBoolean() ? 50 : Integer.MAX_VALUE - 1;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Row row = Rows.random(random, 100, limit, weighted, valued);
      TreeMap<Integer, Double> shifted = new TreeMap<>();
      row.features().forEach((index, value) -> shifted.put(index + indexBase, value));
      rows.add(new Row(row.label(), row.weight(), shifted));
    }
    return rows;
  }

  private static ExampleBlock build(ExampleBlockBuilder builder, List<Row> rows)
      throws RowFormatException {
    for (Row row : rows) {
      assertTrue(builder.add(row.toExample()));
    }
    return builder.build();
  }

  private static void assertHolds(List<Row> rows, int indexBase, ExampleBlock block) {
    TreeSet<Integer> features = new TreeSet<>();
    rows.forEach(row -> row.features().keySet().forEach(index -> features.add(index - indexBase)));
    assertArrayEquals(features.stream().mapToInt(Integer::intValue).toArray(), block.featureIds());
    assertEquals(features.size(), block.features());
    assertEquals(rows.size(), block.rows());
    assertEquals(0, block.entryStart(0));
    double weightSum = 0.0;
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      assertEquals(row.label(), block.label(r));
      assertEquals(row.weight(), block.weight(r));
      weightSum += row.weight();
      TreeMap<Integer, Double> held = new TreeMap<>();
      for (int entry = block.entryStart(r); entry < block.entryStart(r + 1); entry++) {
        held.put(block.featureIds()[block.localId(entry)] + indexBase, block.value(entry));
      }
      assertEquals(row.features(), held);
    }
    assertEquals(block.entryStart(rows.size()), block.nonZeros());
    assertEquals(rows.stream().mapToInt(row -> row.features().size()).sum(), block.nonZeros());
    assertEquals(weightSum, block.weightSum());
  }

  @Property(tries = 200)
  void productsAreThoseOfThePlainLoopToTheBit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count, @ForAll boolean valued)
      throws RowFormatException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = rows(random, count, 0, true, valued);
    assertProductsAreThoseOfThePlainLoop(
        rows, build(new ExampleBlockBuilder(0, ZERO_ONE), rows), random);
  }

  private static void assertProductsAreThoseOfThePlainLoop(
      List<Row> rows, ExampleBlock block, SplittableRandom random) {
    double start = random.nextDouble() - 0.5;
    double[] local = random.doubles(block.features(), -0.5, 0.5).toArray();
    Map<Integer, Double> vector = new TreeMap<>();
    for (int i = 0; i < local.length; i++) {
      vector.put(block.featureIds()[i], local[i]);
    }
    double[] coefficients = random.doubles(rows.size(), -1, 1).toArray();
    double[] expectedScores = new double[rows.size()];
    Map<Integer, Double> expectedSums = new TreeMap<>();
    for (int r = 0; r < rows.size(); r++) {
      double score = start;
      for (Map.Entry<Integer, Double> feature : rows.get(r).features().entrySet()) {
        score += feature.getValue() * vector.getOrDefault(feature.getKey(), Double.NaN);
        expectedSums.merge(
            feature.getKey(), 0.0 + coefficients[r] * feature.getValue(), Double::sum);
      }
      expectedScores[r] = score;
    }
    double[] scores = new double[rows.size()];
    block.multiply(local, start, scores);
    assertArrayEquals(expectedScores, scores);
    double[] sums = new double[block.features()];
    block.addTransposed(coefficients, sums);
    assertArrayEquals(
        expectedSums.values().stream().mapToDouble(Double::doubleValue).toArray(), sums);
    assertColumnsAreLikeOneEach(block, random);
  }

  /** Products with several columns are, column by column, those with one, to the bit. */
  private static void assertColumnsAreLikeOneEach(ExampleBlock block, SplittableRandom random) {
    // Tiles of eight, with and without columns that are left over.
    int columns = 1 + random.nextInt(18);
    double[] start = random.doubles(columns).toArray();
    double[] matrix = random.doubles((long) columns * block.features()).toArray();
    double[] coefficients = random.doubles((long) columns * block.rows()).toArray();
    double[] scores = new double[columns * block.rows()];
    block.multiply(matrix, start, scores);
    double[] sums = new double[columns * block.features()];
    block.addTransposed(columns, coefficients, sums);
    for (int column = 0; column < columns; column++) {
      double[] own = new double[block.rows()];
      block.multiply(column(matrix, column, columns), start[column], own);
      assertArrayEquals(own, column(scores, column, columns));
      double[] ownSums = new double[block.features()];
      block.addTransposed(column(coefficients, column, columns), ownSums);
      assertArrayEquals(ownSums, column(sums, column, columns));
    }
  }

  private static double[] column(double[] rows, int column, int columns) {
    double[] values = new double[rows.length / columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i * columns + column];
    }
    return values;
  }

  @Test
  void onesTakeNoRoomForValuesAndWeights() throws RowFormatException {
    ExampleBlockBuilder ones = new ExampleBlockBuilder(0, ZERO_ONE);
    ExampleBlockBuilder valued = new ExampleBlockBuilder(0, ZERO_ONE);
    for (int i = 0; i < 1000; i++) {
      ones.add(Rows.ones(i % 2, i, i + 1, i + 2).toExample());
      TreeMap<Integer, Double> features = new TreeMap<>(Map.of(i, 1.0, i + 1, 1.0, i + 2, 0.5));
      valued.add(new Row(i % 2, 2.0, features).toExample());
    }
    int difference = serializedBytes(valued.build()) - serializedBytes(ones.build());
    // 3,000 values and 1,000 weights, and the headers of two arrays.
    assertEquals(4_000 * Double.BYTES, difference, 64);
  }

  private static int serializedBytes(ExampleBlock block) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }

  @Test
  void aRowThatWouldOverfillTheDictionaryIsLeftForTheNextBlock() throws RowFormatException {
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, ZERO_ONE);
    assertTrue(builder.add(range(0, 40_000)));
    assertTrue(builder.add(range(20_000, 65_536)));
    assertFalse(builder.add(range(65_536, 65_537)), "one feature too many");
    assertFalse(builder.add(range(1, 65_537)), "one feature too many, the others known");
    assertTrue(builder.add(range(0, 65_536)), "all known");
    assertTrue(builder.add(range(0, 0)), "no features at all");
    assertEquals(4, builder.rows());
    ExampleBlock block = builder.build();
    assertEquals(ExampleBlock.MAX_DICTIONARY, block.features());
    assertEquals(65_535, block.localId(block.nonZeros() - 1), "the last char is in use");
    assertTrue(builder.add(range(65_536, 65_537)));
    assertArrayEquals(new int[] {65_536}, builder.build().featureIds());
  }

  @Test
  void aBlockMayBeginWithFewPossibleFeaturesAndGoOnWithMany() throws RowFormatException {
    int limit = BitmapDictionary.LIMIT;
    ExampleBlockBuilder builder = new ExampleBlockBuilder(1, ZERO_ONE);
    List<Row> low = List.of(Rows.ones(1, 1, 64, 65, limit), Rows.ones(0), Rows.ones(0, 65, 4_000));
    assertHolds(low, 1, build(builder, low));
    List<Row> rows = new ArrayList<>(low);
    rows.add(Rows.ones(1, 65, limit, limit + 1, Integer.MAX_VALUE));
    rows.add(new Row(0, 1.0, new TreeMap<>(Map.of(64, 0.5, limit + 1, 1.0))));
    assertHolds(rows, 1, build(builder, rows));
    assertHolds(low, 1, build(builder, low));
  }

  @Test
  void aRowThatWouldOverfillADictionaryOfManyPossibleFeaturesIsLeftToo() throws RowFormatException {
    int start = BitmapDictionary.LIMIT;
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, ZERO_ONE);
    assertTrue(builder.add(range(start, start + 40_000)));
    assertFalse(builder.add(range(start + 39_999, start + 65_537)), "one feature too many");
    assertTrue(builder.add(range(start + 39_999, start + 65_536)));
    assertEquals(ExampleBlock.MAX_DICTIONARY, builder.build().features());
  }

  @Test
  void aRowWiderThanADictionaryIsABlockByItself() throws RowFormatException {
    int width = ExampleBlock.MAX_DICTIONARY + 1;
    SplittableRandom random = new SplittableRandom(3);
    TreeMap<Integer, Double> features = new TreeMap<>();
    while (features.size() < width) {
      features.put(random.nextInt(1 << 24), random.nextDouble() + 0.1);
    }
    for (boolean valued : new boolean[] {false, true}) {
      if (!valued) {
        features.replaceAll((index, value) -> 1.0);
      } else {
        features.replaceAll((index, value) -> 1.0 / (index + 2));
      }
      Row wide = new Row(1, 1.0, features);
      ExampleBlockBuilder builder = new ExampleBlockBuilder(0, ZERO_ONE);
      assertTrue(builder.add(Rows.ones(0, 5).toExample()));
      assertFalse(builder.add(wide.toExample()));
      builder.build();
      assertTrue(builder.add(wide.toExample()));
      assertFalse(builder.add(wide.toExample()));
      assertFalse(builder.add(range(0, 0)));
      ExampleBlock block = builder.build();
      assertHolds(List.of(wide), 0, block);
      assertProductsAreThoseOfThePlainLoop(List.of(wide), block, random);
      assertTrue(builder.add(Rows.ones(0, 5).toExample()));
      assertHolds(List.of(Rows.ones(0, 5)), 0, builder.build());
    }
  }

  @Test
  void aRowWhoseLabelHasNoPlaceLeavesTheBuilderAsItWas() throws RowFormatException {
    ExampleBlockBuilder builder = new ExampleBlockBuilder(1, new BinaryLabels(-1, 1));
    builder.add(Rows.ones(-1, 3).toExample());
    ExampleRow foreign = Rows.ones(2, 9).toExample();
    RowFormatException refused = assertThrows(RowFormatException.class, () -> builder.add(foreign));
    assertEquals("label 2 is neither of -1 and 1", refused.getMessage());
    builder.add(Rows.ones(1, 4).toExample());
    ExampleBlock block = builder.build();
    assertHolds(List.of(Rows.ones(0, 3), Rows.ones(1, 4)), 1, block);
  }

  private static ExampleRow range(int from, int to) throws RowFormatException {
    ExampleRow row = new ExampleRow();
    row.start(1, 1);
    for (int index = from; index < to; index++) {
      row.add(index, 1);
    }
    row.finish();
    return row;
  }
}
