/** Rows, example blocks, lanes and the minibatch plan: pure Java, no Spark, no I/O. */
@NullMarked
package io.adamant.data;

import org.jspecify.annotations.NullMarked;
