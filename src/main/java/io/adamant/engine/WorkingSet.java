package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.DeltaVarints;
import io.adamant.linalg.Finite;
import io.adamant.linalg.IdBitmap;
import io.adamant.linalg.IdIndex;
import io.adamant.linalg.IdRange;
import io.adamant.linalg.PagedTable;
import io.adamant.linalg.RowPlaces;
import io.adamant.linalg.WirePrecision;
import io.adamant.model.BlockParameters;
import io.adamant.model.Model;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SavedRows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that tasks need: the table rows that are touched, by ascending id, or the whole
 * table without ids where that takes fewer bytes; and all dense tensors. Rows that are not listed
 * are what they were before training.
 */
public final class WorkingSet implements Serializable {
  /** One array holds a table without ids. */
  private static final long MAX_WHOLE_TABLE = Integer.MAX_VALUE - 8;

  private final WirePrecision precision;
  private final int columns;

  /** Ids of the rows; null for the whole table. */
  private final int @Nullable [] ids;

  private final double[] values;
  private final double[][] tensors;

  /** What rows are that are not listed; none where they are zero. */
  private final List<ColumnGroup> initialGroups;

  private transient @Nullable IdIndex index;

  /**
   * @param precision which holds all values
   * @param ids strictly ascending row ids; null where {@code values} is the whole table
   * @param values {@code columns} values a row
   */
  public WorkingSet(
      WirePrecision precision,
      int columns,
      int @Nullable [] ids,
      double[] values,
      double[][] tensors) {
    this(precision, columns, ids, values, tensors, List.of());
  }

  /**
   * @param initialGroups what rows are that are not listed; none where they are zero
   */
  public WorkingSet(
      WirePrecision precision,
      int columns,
      int @Nullable [] ids,
      double[] values,
      double[][] tensors,
      List<ColumnGroup> initialGroups) {
    this.precision = precision;
    this.initialGroups = initialGroups;
    this.columns = columns;
    this.ids = ids;
    this.values = values;
    this.tensors = tensors;
  }

  /** The rows with the given ids, as they are now: later steps do not change them. */
  public static WorkingSet gather(Parameters parameters, int[] ids) {
    return gather(parameters, ids, WirePrecision.FLOAT64);
  }

  /** The rows with the given ids, rounded to what a precision holds. */
  public static WorkingSet gather(Parameters parameters, int[] ids, WirePrecision precision) {
    PagedTable table = parameters.table();
    long whole = parameters.layout().rows() * table.columns();
    // A listed row takes at least one byte more than its values.
    long listedBytes = (long) ids.length * (table.columns() * precision.bytes() + 1);
    boolean takesWhole = whole * precision.bytes() <= listedBytes && whole <= MAX_WHOLE_TABLE;
    double[] values = takesWhole ? wholeTable(parameters) : parameters.gather(ids).values();
    double[][] tensors = copyOf(parameters.tensors());
    precision.round(values);
    for (double[] tensor : tensors) {
      precision.round(tensor);
    }
    List<ColumnGroup> initialGroups =
        parameters.layout().beginsWithZeros() ? List.of() : parameters.layout().columnGroups();
    return new WorkingSet(
        precision, table.columns(), takesWhole ? null : ids, values, tensors, initialGroups);
  }

  /** Every row that is not what it was before training: what scoring any data needs. */
  public static WorkingSet all(Parameters parameters) {
    if (!parameters.layout().beginsWithZeros()) {
      SavedRows rows = SavedRows.of(parameters);
      int all = Math.toIntExact(parameters.layout().rows());
      return gather(parameters, rows == null ? IntStream.range(0, all).toArray() : rows.ids());
    }
    return gather(parameters, nonZeroRows(parameters));
  }

  private static int[] nonZeroRows(Parameters parameters) {
    PagedTable table = parameters.table();
    RowPlaces places = parameters.places();
    int[] ids = new int[1024];
    int n = 0;
    int columns = table.columns();
    for (int page = 0; page < table.pageCount(); page++) {
      double[] values = table.readOnlyPage(page);
      for (int at = 0; at < values.length; at += columns) {
        if (isZero(values, at, columns)) {
          continue;
        }
        if (n == ids.length) {
          ids = Arrays.copyOf(ids, 2 * n);
        }
        ids[n++] = places.idAt((int) (table.firstRow(page) + at / columns));
      }
    }
    int[] found = Arrays.copyOf(ids, n);
    if (!places.areAll()) {
      Arrays.parallelSort(found);
    }
    return found;
  }

  private static boolean isZero(double[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (values[i] != 0.0) {
        return false;
      }
    }
    return true;
  }

  private static double[] wholeTable(Parameters parameters) {
    PagedTable table = parameters.table();
    if (!parameters.places().areAll()) {
      int rows = Math.toIntExact(parameters.layout().rows());
      return parameters.gather(IntStream.range(0, rows).toArray()).values();
    }
    double[] values = new double[(int) (table.rows() * table.columns())];
    int at = 0;
    for (int page = 0; page < table.pageCount(); page++) {
      double[] from = table.readOnlyPage(page);
      System.arraycopy(from, 0, values, at, from.length);
      at += from.length;
    }
    return values;
  }

  private static double[][] copyOf(double[][] tensors) {
    double[][] copy = new double[tensors.length][];
    for (int i = 0; i < tensors.length; i++) {
      copy[i] = tensors[i].clone();
    }
    return copy;
  }

  /** In which numbers it travels. */
  public WirePrecision precision() {
    return precision;
  }

  public int columns() {
    return columns;
  }

  /** The ids; null where the whole table is here. */
  public int @Nullable [] ids() {
    return ids;
  }

  public double[] values() {
    return values;
  }

  public double[][] tensors() {
    return tensors;
  }

  /** What rows are that are not listed; none where they are zero. */
  public List<ColumnGroup> initialGroups() {
    return initialGroups;
  }

  /** Whether no value is NaN or infinite. */
  boolean isFinite() {
    return Finite.all(values) && Finite.all(tensors);
  }

  /** Number of rows that are here. */
  public int size() {
    return values.length / columns;
  }

  /** About the bytes that it takes on the wire, before Spark compresses it. */
  public long wireBytes() {
    return wireBytes(precision, ids, values.length, tensors);
  }

  static long wireBytes(
      WirePrecision precision, int @Nullable [] ids, int values, double[][] tensors) {
    long count = values;
    for (double[] tensor : tensors) {
      count += tensor.length;
    }
    return count * precision.bytes() + (ids == null ? 0 : idBytes(ids));
  }

  private static int idBytes(int[] ids) {
    if (IdRange.holds(ids)) {
      return 0;
    }
    return IdBitmap.isSmaller(ids) ? IdBitmap.size(ids) : DeltaVarints.size(ids);
  }

  /** The scores of a block's rows, row after row. */
  public double[] score(Model model, ExampleBlock block) {
    double[] scores = new double[Math.multiplyExact(block.rows(), model.loss().outputs())];
    int[] features = block.featureIds();
    int[] places = placesOf(features);
    double[] table = rowsAt(places);
    if (!initialGroups.isEmpty()) {
      for (int i = 0; i < places.length; i++) {
        if (places[i] == IdIndex.ABSENT) {
          ColumnGroup.writeInitial(initialGroups, features[i], table, i * columns);
        }
      }
    }
    model.score(block, new BlockParameters(table, tensors), scores);
    return scores;
  }

  /**
   * Where in the working set the rows of a block's features stand.
   *
   * @param features strictly ascending row ids
   * @return the place of each, or {@link IdIndex#ABSENT}; not to be written to
   */
  public int[] placesOf(int[] features) {
    int[] ids = this.ids;
    if (ids == null) {
      return features;
    }
    return index(ids).placesOf(features);
  }

  /** Copies the rows at some places; absent ones are zero. */
  public double[] rowsAt(int[] places) {
    double[] rows = new double[places.length * columns];
    for (int i = 0; i < places.length; i++) {
      int place = places[i];
      if (place == IdIndex.ABSENT) {
        continue;
      }
      if (columns == 1) {
        rows[i] = values[place];
      } else {
        System.arraycopy(values, place * columns, rows, i * columns, columns);
      }
    }
    return rows;
  }

  /**
   * A part of the working set, without ids: whoever asked for it knows them.
   *
   * @param places where its rows stand; none absent
   */
  WorkingSet slice(int[] places) {
    return new WorkingSet(precision, columns, null, rowsAt(places), tensors);
  }

  /**
   * The row ids at some places.
   *
   * @param places strictly ascending
   */
  public int[] idsAt(int[] places) {
    int[] ids = this.ids;
    if (ids == null) {
      return places;
    }
    if (places.length == ids.length) {
      // They ascend strictly, so they are all places.
      return ids;
    }
    int[] found = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      found[i] = ids[places[i]];
    }
    return found;
  }

  /** Built once in each JVM, by the first task that asks. */
  private synchronized IdIndex index(int[] ids) {
    IdIndex known = index;
    if (known == null) {
      known = new IdIndex(ids);
      index = known;
    }
    return known;
  }
}
