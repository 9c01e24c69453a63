package io.adamant.schedule;

import java.util.List;

/**
 * The product of schedules:
 *
 * <pre>{@code
 * f(t) = part_1(t) part_2(t) ...
 * }</pre>
 *
 * <p>What PyTorch's {@code ChainedScheduler} means for schedules that multiply; multiplied in
 * order, from the first.
 *
 * @param parts at least one
 */
public record ScheduleProduct(List<Schedule> parts) implements Schedule {
  public ScheduleProduct {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw Limits.refused("parts", "at least one", 0);
    }
  }

  @Override
  public double factor(long step) {
    double product = 1;
    for (Schedule part : parts) {
      product *= part.factor(step);
    }
    return product;
  }
}
