package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.RowPlaces;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a large table that are to be saved, where most are as they were before training: then
 * a list of rows takes less than the table. Which rows these are depends on values alone, not on
 * where they stand or which were touched in vain.
 */
public final class SavedRows {
  private final int[] ids;
  private final int[] places;

  private SavedRows(int[] ids, int[] places) {
    this.ids = ids;
    this.places = places;
  }

  /** The rows of parameters; null where all are to be saved. */
  public static @Nullable SavedRows of(Parameters parameters) {
    return of(parameters, List.of());
  }

  /**
   * The rows of parameters and tables beside them.
   *
   * @param beside whose rows stand at the same places; a row counts where one of them is not what
   *     it was at first
   * @return null where all are to be saved
   */
  static @Nullable SavedRows of(Parameters parameters, List<PagedTable> beside) {
    ParameterLayout layout = parameters.layout();
    if (!layout.mayBeListed()) {
      return null;
    }
    RowPlaces places = parameters.places();
    PagedTable table = parameters.table();
    int columns = layout.columns();
    double[] first = new double[columns];
    int[] found = new int[1024];
    int count = 0;
    int[] inOrder = places.areAll() ? null : places.inOrderOfIds();
    long rows = inOrder == null ? layout.rows() : inOrder.length;
    boolean zeros = layout.beginsWithZeros();
    for (int i = 0; i < rows; i++) {
      int place = inOrder == null ? i : inOrder[i];
      if (!zeros) {
        layout.writeInitial(places.idAt(place), first, 0);
      }
      if (isAsAtFirst(table, place, first) && beside.stream().allMatch(t -> isBlank(t, place))) {
        continue;
      }
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = place;
    }
    // A listed row takes an id more than its values.
    long listed = (long) count * (Integer.BYTES + (long) columns * Double.BYTES);
    if (listed >= layout.rows() * columns * Double.BYTES) {
      return null;
    }
    int[] of = Arrays.copyOf(found, count);
    return new SavedRows(Arrays.stream(of).map(places::idAt).toArray(), of);
  }

  private static boolean isAsAtFirst(PagedTable table, int place, double[] first) {
    int page = table.pageOf(place);
    double[] values = table.readOnlyPage(page);
    int at = table.offsetOf(place);
    for (int column = 0; column < first.length; column++) {
      if (isOther(values[at + column], first[column])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(PagedTable table, int place) {
    double[] values = table.readOnlyPage(table.pageOf(place));
    int at = table.offsetOf(place);
    for (int i = at; i < at + table.columns(); i++) {
      if (isOther(values[i], table.initial())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOther(double value, double other) {
    // By their bits: a zero that lost its sign would be another one.
    return Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(other);
  }

  /**
   * Refuses a list that cannot be one of the rows of a table.
   *
   * @throws IllegalArgumentException which says where it is wrong
   */
  public static void require(int[] ids, long rows) {
    int before = -1;
    for (int id : ids) {
      if (id <= before || id >= rows) {
        throw new IllegalArgumentException(
            "listed rows must ascend from 0 and be below %d, got %d after %d"
                .formatted(rows, id, before));
      }
      before = id;
    }
  }

  /** The row ids, ascending. */
  public int[] ids() {
    return ids;
  }

  /** Where the rows stand. */
  public int[] places() {
    return places;
  }
}
