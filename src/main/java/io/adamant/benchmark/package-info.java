/** Adamant beside Spark MLlib and beside itself: ratios, and the bars that they are held to. */
@NullMarked
package io.adamant.benchmark;

import org.jspecify.annotations.NullMarked;
