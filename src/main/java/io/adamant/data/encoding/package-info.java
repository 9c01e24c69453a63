/** From raw columns, categories, numbers and text, to features: encoders and what they learn. */
@NullMarked
package io.adamant.data.encoding;

import org.jspecify.annotations.NullMarked;
