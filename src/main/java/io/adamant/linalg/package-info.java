/** Primitive arrays: paged vectors, sums in tree order, norms, sorted-id merges. */
@NullMarked
package io.adamant.linalg;

import org.jspecify.annotations.NullMarked;
