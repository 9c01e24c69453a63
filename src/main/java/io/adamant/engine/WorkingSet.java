package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.linalg.DeltaVarints;
import io.adamant.linalg.PagedTable;
import io.adamant.model.BlockParameters;
import io.adamant.model.Model;
import io.adamant.optimizer.Parameters;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that tasks need: the table rows that are touched, by ascending id, or the whole
 * table without ids where that takes fewer bytes; and all dense tensors. Rows that are not listed
 * are zero.
 */
public final class WorkingSet implements Serializable {
  /** One array holds a table without ids. */
  private static final long MAX_WHOLE_TABLE = Integer.MAX_VALUE - 8;

  private final int columns;

  /** Ids of the rows; null for the whole table. */
  private final int @Nullable [] ids;

  private final double[] values;
  private final double[][] tensors;

  /** Where in {@link #ids} to start to look for an id: by its leading bits. */
  private transient int @Nullable [] starts;

  private transient int startsShift;

  /**
   * @param ids strictly ascending row ids; null where {@code values} is the whole table
   * @param values {@code columns} values a row
   */
  public WorkingSet(int columns, int @Nullable [] ids, double[] values, double[][] tensors) {
    this.columns = columns;
    this.ids = ids;
    this.values = values;
    this.tensors = tensors;
  }

  /** The rows with the given ids, as they are now: later steps do not change them. */
  public static WorkingSet gather(Parameters parameters, int[] ids) {
    PagedTable table = parameters.table();
    long wholeBytes = table.rows() * table.columns() * Double.BYTES;
    long listedBytes = (long) ids.length * table.columns() * Double.BYTES + DeltaVarints.size(ids);
    boolean whole = wholeBytes <= listedBytes && table.rows() * table.columns() <= MAX_WHOLE_TABLE;
    double[][] tensors = copyOf(parameters.tensors());
    return whole
        ? new WorkingSet(table.columns(), null, wholeTable(table), tensors)
        : new WorkingSet(table.columns(), ids, table.gather(ids).values(), tensors);
  }

  /** Every row that is not zero, as it is now: what scoring any data needs. */
  public static WorkingSet all(Parameters parameters) {
    return gather(parameters, nonZeroRows(parameters.table()));
  }

  private static int[] nonZeroRows(PagedTable table) {
    int[] ids = new int[1024];
    int n = 0;
    int columns = table.columns();
    for (int page = 0; page < table.pageCount(); page++) {
      double[] values = table.page(page);
      for (int at = 0; at < values.length; at += columns) {
        if (isZero(values, at, columns)) {
          continue;
        }
        if (n == ids.length) {
          ids = Arrays.copyOf(ids, 2 * n);
        }
        ids[n++] = (int) (table.firstRow(page) + at / columns);
      }
    }
    return Arrays.copyOf(ids, n);
  }

  private static boolean isZero(double[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (values[i] != 0.0) {
        return false;
      }
    }
    return true;
  }

  private static double[] wholeTable(PagedTable table) {
    double[] values = new double[(int) (table.rows() * table.columns())];
    int at = 0;
    for (int page = 0; page < table.pageCount(); page++) {
      double[] from = table.page(page);
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

  /** Number of rows that are here. */
  public int size() {
    return values.length / columns;
  }

  /** About the bytes that it takes on the wire, before Spark compresses it. */
  public long wireBytes() {
    return wireBytes(ids, values.length, tensors);
  }

  static long wireBytes(int @Nullable [] ids, int values, double[][] tensors) {
    long count = values;
    for (double[] tensor : tensors) {
      count += tensor.length;
    }
    return count * Double.BYTES + (ids == null ? 0 : DeltaVarints.size(ids));
  }

  /** The parameters of a block, as dense local arrays. */
  public BlockParameters parametersOf(ExampleBlock block) {
    return new BlockParameters(rowsOf(block.featureIds()), tensors);
  }

  /** The scores of a block's rows. */
  public double[] score(Model model, ExampleBlock block) {
    double[] scores = new double[block.rows()];
    model.score(block, parametersOf(block), scores);
    return scores;
  }

  /**
   * Copies the rows of a block's features.
   *
   * @param features strictly ascending row ids
   * @return {@code features.length} rows; those that are not here are zero
   */
  public double[] rowsOf(int[] features) {
    double[] rows = new double[features.length * columns];
    int[] ids = this.ids;
    if (ids == null) {
      for (int i = 0; i < features.length; i++) {
        copyRow(features[i], rows, i);
      }
      return rows;
    }
    int[] starts = starts();
    int shift = startsShift;
    int at = 0;
    for (int i = 0; i < features.length; i++) {
      int feature = features[i];
      int bucket = feature >>> shift;
      // Both lists ascend: the place never moves back, so even badly spread ids cost one pass.
      at = Math.max(at, bucket < starts.length ? starts[bucket] : ids.length);
      while (at < ids.length && ids[at] < feature) {
        at++;
      }
      if (at < ids.length && ids[at] == feature) {
        copyRow(at, rows, i);
      }
    }
    return rows;
  }

  private void copyRow(int from, double[] rows, int to) {
    if (columns == 1) {
      rows[to] = values[from];
    } else {
      System.arraycopy(values, from * columns, rows, to * columns, columns);
    }
  }

  /** For each value of an id's leading bits, the first place with an id of those bits or more. */
  private synchronized int[] starts() {
    int[] known = starts;
    if (known != null) {
      return known;
    }
    int[] ids = this.ids == null ? new int[0] : this.ids;
    int largest = ids.length == 0 ? 0 : ids[ids.length - 1];
    int idBits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    int bucketBits = Integer.SIZE - Integer.numberOfLeadingZeros(ids.length);
    int shift = Math.max(0, idBits - bucketBits);
    int[] built = new int[(largest >>> shift) + 1];
    int bucket = 0;
    for (int place = 0; place < ids.length; place++) {
      for (; bucket <= ids[place] >>> shift; bucket++) {
        built[bucket] = place;
      }
    }
    startsShift = shift;
    starts = built;
    return built;
  }
}
