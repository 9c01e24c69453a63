package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagedTableTest {
  @Property
  void aTableOfAnyPageSizeIsAPlainArray(
      @ForAll long seed,
      @ForAll @IntRange(max = 200) int rows,
      @ForAll @IntRange(min = 1, max = 7) int columns,
      @ForAll @IntRange(min = 1, max = 100) int pageValues) {
    PagedTable table = new PagedTable(rows, columns, pageValues);
    double[][] plain = new double[rows][columns];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2 * rows; i++) {
      int row = random.nextInt(rows);
      int column = random.nextInt(columns);
      plain[row][column] = random.nextDouble();
      table.set(row, column, plain[row][column]);
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        assertEquals(plain[row][column], table.get(row, column));
        double inPage = table.page(table.pageOf(row))[table.offsetOf(row) + column];
        assertEquals(plain[row][column], inPage);
      }
    }
    int[] ids = IntStream.range(0, rows).filter(id -> random.nextInt(3) == 0).toArray();
    double[] expected =
        IntStream.of(ids).boxed().flatMapToDouble(id -> Arrays.stream(plain[id])).toArray();
    assertArrayEquals(expected, table.gather(ids));
  }

  @Property
  void pagesFollowOneAnotherWithoutAGapAndKeepToTheirSize(
      @ForAll @IntRange(max = 500) int rows,
      @ForAll @IntRange(min = 1, max = 7) int columns,
      @ForAll @IntRange(min = 1, max = 100) int pageValues) {
    PagedTable table = new PagedTable(rows, columns, pageValues);
    long next = 0;
    for (int page = 0; page < table.pageCount(); page++) {
      assertEquals(next, table.firstRow(page));
      int values = table.page(page).length;
      assertTrue(values > 0 && values % columns == 0);
      assertTrue(values <= Math.max(pageValues, columns));
      next += values / columns;
    }
    assertEquals(rows, next);
  }

  @Test
  void aPageTakesMemoryFromWhenItIsFirstWrittenTo() {
    PagedTable table = new PagedTable(10, 2, 4, 0.5);
    assertEquals(0.5, table.get(9, 1));
    assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.5}, table.readOnlyPage(1));
    assertArrayEquals(new double[] {0.5, 0.5}, table.gather(new int[] {3}));
    assertEquals(0, touchedPages(table));
    table.set(3, 1, 7);
    assertEquals(1, touchedPages(table));
    assertArrayEquals(new double[] {0.5, 0.5, 0.5, 7}, table.readOnlyPage(1));
    table.scatter(new int[] {8}, 0, 1, 0, 2, new double[] {1, 2});
    assertEquals(2, touchedPages(table));
  }

  @Test
  void pagesThatWereNotWrittenToShareTheirValuesAndASmallerLastPageDoesNotEvictThem() {
    PagedTable table = new PagedTable(5, 2, 4, 0.5);
    double[] first = table.readOnlyPage(0);
    double[] last = table.readOnlyPage(2);
    assertArrayEquals(new double[] {0.5, 0.5}, last);
    assertSame(first, table.readOnlyPage(1));
    assertSame(last, table.readOnlyPage(2));
  }

  @Test
  void someColumnsOfNeighbouringRowsAreCopiedAcrossPages() {
    PagedTable table = new PagedTable(5, 3, 6, 0.5);
    table.set(1, 1, 11);
    table.set(4, 2, 42);
    double[] values = new double[6];
    table.copyRows(0, 3, 1, 2, values);
    assertArrayEquals(new double[] {0.5, 0.5, 11, 0.5, 0.5, 0.5}, values);
    table.copyRows(3, 2, 1, 2, values);
    assertArrayEquals(new double[] {0.5, 0.5, 0.5, 42}, Arrays.copyOf(values, 4));
  }

  @Test
  void aTableOfMoreThanTwoToTheThirtyFirstValuesKeepsThemApart() {
    int rows = 1 << 30;
    PagedTable table = new PagedTable(rows, 4);
    int[] ids = {0, 1 << 29, rows - 1};
    double[] values = IntStream.rangeClosed(1, 12).asDoubleStream().toArray();
    table.scatter(ids, 0, 3, 0, 4, values);
    assertArrayEquals(values, table.gather(ids));
    assertEquals(12, table.get(rows - 1, 3));
    assertEquals(0, table.get(rows - 2, 3));
    assertEquals(3, touchedPages(table));
  }

  private static int touchedPages(PagedTable table) {
    return (int) IntStream.range(0, table.pageCount()).filter(table::isTouched).count();
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, 1", "1, 0, 1", "1, 1, 0"})
  void aTableOutsideTheLimitsIsRefused(long rows, int columns, int pageValues) {
    assertThrows(IllegalArgumentException.class, () -> new PagedTable(rows, columns, pageValues));
  }
}
