/** The update rules: each one file, with its formula, its paper and its defaults. */
@NullMarked
package io.adamant.optimizer.rule;

import org.jspecify.annotations.NullMarked;
