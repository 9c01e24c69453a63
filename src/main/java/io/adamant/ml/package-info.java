/** Spark ML's tables as input. */
@NullMarked
package io.adamant.ml;

import org.jspecify.annotations.NullMarked;
