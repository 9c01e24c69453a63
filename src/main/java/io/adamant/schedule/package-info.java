/** Learning-rate schedules: pure functions of the step. */
@NullMarked
package io.adamant.schedule;

import org.jspecify.annotations.NullMarked;
