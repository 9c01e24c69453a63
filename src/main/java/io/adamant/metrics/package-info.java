/** Measures of predictions, by task, that merge in any order to the same bits. */
@NullMarked
package io.adamant.metrics;

import org.jspecify.annotations.NullMarked;
