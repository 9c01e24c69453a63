/** From what runs have written of themselves to one page that shows them. */
@NullMarked
package io.adamant.report;

import org.jspecify.annotations.NullMarked;
