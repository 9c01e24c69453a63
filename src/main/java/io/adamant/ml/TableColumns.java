package io.adamant.ml;

import org.jspecify.annotations.Nullable;

/**
 * The columns of a table of examples.
 *
 * @param label a number
 * @param features an ML vector; in CSV, where there are none, all other columns are features
 * @param weight a number; null where all rows weigh 1
 */
public record TableColumns(String label, String features, @Nullable String weight) {}
