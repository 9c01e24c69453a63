/** Loss and gradient of an example block; one class a model. */
@NullMarked
package io.adamant.model;

import org.jspecify.annotations.NullMarked;
