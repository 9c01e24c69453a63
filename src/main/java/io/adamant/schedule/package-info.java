/**
 * Learning-rate schedules: pure functions of the step, one record each, with {@link
 * io.adamant.schedule.ScheduleSequence} and {@link io.adamant.schedule.ScheduleProduct} to compose
 * them. {@link io.adamant.schedule.ReduceOnPlateau} alone depends on more than the step. In
 * formulas t is the step, from 1; PyTorch's {@code last_epoch} is t - 1.
 */
@NullMarked
package io.adamant.schedule;

import org.jspecify.annotations.NullMarked;
