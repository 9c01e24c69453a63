package io.adamant.optimizer;

import io.adamant.linalg.PagedTable;

/**
 * A table of a state, to be saved.
 *
 * @param isByRow whether it has values for each row of the parameters' table, at the same places
 */
public record StateTable(PagedTable values, boolean isByRow) {}
