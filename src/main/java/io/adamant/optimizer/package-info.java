/** Parameters, update rules and their state, clipping, parameter groups. */
@NullMarked
package io.adamant.optimizer;

import org.jspecify.annotations.NullMarked;
