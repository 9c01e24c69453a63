/** The training loop on Spark: shards, working set, aggregation, evaluation. */
@NullMarked
package io.adamant.engine;

import org.jspecify.annotations.NullMarked;
