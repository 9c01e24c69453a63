package io.adamant.optimizer;

import io.adamant.linalg.Finite;
import io.adamant.linalg.PagedTable;
import java.io.Serializable;

/** A number for each place of a layout, zero at first. */
public final class Parameters implements Serializable {
  private final ParameterLayout layout;
  private final PagedTable table;
  private final double[][] tensors;

  public Parameters(ParameterLayout layout) {
    this(layout, PagedTable.DEFAULT_PAGE_VALUES);
  }

  /**
   * @param pageValues the table's values a page at most; see {@link PagedTable}
   */
  public Parameters(ParameterLayout layout, int pageValues) {
    this.layout = layout;
    this.table = new PagedTable(layout.rows(), layout.columns(), pageValues);
    this.tensors = new double[layout.tensors().size()][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = new double[layout.tensors().get(i).size()];
    }
  }

  private Parameters(Parameters other) {
    layout = other.layout;
    table = other.table.copy();
    tensors = new double[other.tensors.length][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = other.tensors[i].clone();
    }
  }

  /** The same numbers in arrays of their own. */
  public Parameters copy() {
    return new Parameters(this);
  }

  public ParameterLayout layout() {
    return layout;
  }

  public PagedTable table() {
    return table;
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
