package io.adamant.schedule;

import java.util.List;

/**
 * One schedule after another, each with its own count of steps from 1:
 *
 * <pre>{@code
 * f(t) = part_i(t - milestone_i),   milestone_0 = 0,  milestone_i < t <= milestone_(i+1)
 * }</pre>
 *
 * <p>PyTorch's {@code SequentialLR}, optax' {@code join_schedules}.
 *
 * @param milestones steps done before the second, third, ... part begins: at least 0, in order
 * @param parts one more than milestones
 */
public record ScheduleSequence(List<Long> milestones, List<Schedule> parts) implements Schedule {
  public ScheduleSequence {
    milestones = List.copyOf(milestones);
    parts = List.copyOf(parts);
    if (parts.size() != milestones.size() + 1) {
      throw Limits.refused(
          "parts", "one more than schedule.milestones, " + (milestones.size() + 1), parts.size());
    }
    long last = 0;
    for (long milestone : milestones) {
      if (milestone < last) {
        throw Limits.refused("milestones", ">= 0 and in order", milestones);
      }
      last = milestone;
    }
  }

  @Override
  public double factor(long step) {
    int part = milestones.size();
    while (part > 0 && step <= milestones.get(part - 1)) {
      part--;
    }
    long before = part == 0 ? 0 : milestones.get(part - 1);
    return parts.get(part).factor(step - before);
  }
}
