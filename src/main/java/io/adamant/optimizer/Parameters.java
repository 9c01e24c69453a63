package io.adamant.optimizer;

import io.adamant.linalg.Finite;
import io.adamant.linalg.PagedTable;
import io.adamant.linalg.RowPlaces;
import io.adamant.linalg.SparseRows;
import java.io.Serializable;

/**
 * A number for each place of a layout: the layout's initial values at first.
 *
 * <p>The table's rows stand where {@link #places} says. A large table has no rows but those that
 * were {@link #touch touched}; the others are read as their initial values.
 */
public final class Parameters implements Serializable {
  private final ParameterLayout layout;
  private final RowPlaces places;
  private final PagedTable table;
  private final double[][] tensors;

  /** The table has its rows on first touch where it {@link ParameterLayout#isLarge is large}. */
  public Parameters(ParameterLayout layout) {
    this(layout, PagedTable.DEFAULT_PAGE_VALUES);
  }

  /**
   * @param pageValues the table's values a page at most; see {@link PagedTable}
   */
  public Parameters(ParameterLayout layout, int pageValues) {
    this(
        layout,
        layout.isLarge() ? RowPlaces.onFirstTouch(layout.rows()) : RowPlaces.all(layout.rows()),
        pageValues);
  }

  /**
   * @param places of no touched rows yet
   */
  public Parameters(ParameterLayout layout, RowPlaces places, int pageValues) {
    this.layout = layout;
    this.places = places;
    this.table =
        places.areAll()
            ? new PagedTable(layout.rows(), layout.columns(), pageValues)
            : PagedTable.growing(layout.columns(), pageValues, 0.0);
    this.tensors = new double[layout.tensors().size()][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = layout.tensors().get(i).initial();
    }
    if (places.areAll()) {
      writeInitialRows(0);
    }
  }

  private Parameters(Parameters other, RowPlaces places) {
    layout = other.layout;
    this.places = places;
    table = other.table().copy();
    tensors = new double[other.tensors.length][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = other.tensors[i].clone();
    }
  }

  private void writeInitialRows(long first) {
    if (layout.beginsWithZeros()) {
      return;
    }
    for (long place = first; place < table.rows(); place++) {
      long row = places.areAll() ? place : places.idAt((int) place);
      layout.writeInitial(row, table.page(table.pageOf(place)), table.offsetOf(place));
    }
  }

  /** The same numbers in arrays of their own. */
  public Parameters copy() {
    return new Parameters(this, places);
  }

  /**
   * The same numbers in arrays of their own, and places that stay as they are while others touch
   * more rows.
   */
  public Parameters copyWithPlaces() {
    return new Parameters(this, places.copy());
  }

  /**
   * The same numbers in arrays of their own.
   *
   * @param samePlaces a copy of the places
   */
  Parameters copyAt(RowPlaces samePlaces) {
    return new Parameters(this, samePlaces);
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** Where the table's rows stand. Copies of the parameters share it. */
  public RowPlaces places() {
    return places;
  }

  /** The table, whose rows stand at their {@link #places}. */
  public PagedTable table() {
    follow();
    return table;
  }

  /** Rows that others who share the places have touched since were not touched here. */
  private void follow() {
    long known = table.rows();
    if (known < places.count()) {
      table.grow(places.count());
      writeInitialRows(known);
    }
  }

  /**
   * The places of some rows, which get one where they have none.
   *
   * @param ids ascending; not to be changed any more
   * @return not to be written to
   */
  public int[] touch(int[] ids) {
    int[] touched = places.touch(ids);
    follow();
    return touched;
  }

  /** One parameter of the table. */
  public double get(int row, int column) {
    int place = places.placesOf(new int[] {row})[0];
    if (isUntouched(place) && !layout.beginsWithZeros()) {
      double[] values = new double[layout.columns()];
      layout.writeInitial(row, values, 0);
      return values[column];
    }
    return table().get(place, column);
  }

  private boolean isUntouched(int place) {
    return place == RowPlaces.UNTOUCHED && !places.areAll();
  }

  /** Copies the rows with the given ids, in their order. */
  public SparseRows gather(int[] ids) {
    int[] at = places.placesOf(ids);
    double[] values = table().gather(at);
    if (!places.areAll() && !layout.beginsWithZeros()) {
      for (int i = 0; i < at.length; i++) {
        if (isUntouched(at[i])) {
          layout.writeInitial(ids[i], values, i * layout.columns());
        }
      }
    }
    return new SparseRows(layout.columns(), ids, values);
  }

  /** Bytes of the rows that stand. */
  public long bytes() {
    return table().rows() * layout.columns() * Double.BYTES;
  }

  /** The same values, each row at the place of its own number. */
  public Parameters withAllRows() {
    if (places.areAll()) {
      return this;
    }
    Parameters all =
        new Parameters(layout, RowPlaces.all(layout.rows()), PagedTable.DEFAULT_PAGE_VALUES);
    int columns = layout.columns();
    PagedTable own = table();
    for (int place = 1; place < places.count(); place++) {
      int row = places.idAt(place);
      double[] to = all.table.page(all.table.pageOf(row));
      System.arraycopy(
          own.page(own.pageOf(place)), own.offsetOf(place), to, all.table.offsetOf(row), columns);
    }
    for (int i = 0; i < tensors.length; i++) {
      System.arraycopy(tensors[i], 0, all.tensors[i], 0, tensors[i].length);
    }
    return all;
  }

  /** Whether no value is NaN or infinite. */
  public boolean areFinite() {
    boolean finite = true;
    for (int page = 0; page < table.pageCount(); page++) {
      finite &= Finite.all(table.readOnlyPage(page));
    }
    return finite && Finite.all(tensors);
  }

  /** The dense tensors, in the layout's order; writing to them writes to the parameters. */
  public double[][] tensors() {
    return tensors;
  }
}
