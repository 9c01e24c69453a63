package io.adamant.engine;

import io.adamant.linalg.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the driver and the resident tasks of all shards meet, a step at a time. A task comes with a
 * report and is held until there is something for it to do; the driver waits until each shard has
 * announced its features, hands out the orders, and waits until each shard's partial gradient is
 * there.
 *
 * <p>What a task computes depends on its order and its shard's rows alone. So it does not matter
 * which attempt at a task answers, nor how often: the first answer for a shard and step counts, and
 * an attempt that knows nothing of the step is first told to announce it.
 *
 * <p>Reports may come from many threads at once; the driver's methods are for one thread.
 */
final class StepRendezvous {
  private static final long CHECK_MILLIS = 100;

  /** Fewer replies than this are not worth a second thread. */
  private static final int REPLIES_TOGETHER = 4;

  /** But each reply of so many bytes is: to encode it takes about a millisecond. */
  private static final long LARGE_REPLY = 1 << 20;

  /** A task that waits for its order. */
  interface Caller {
    void reply(StepOrder order);
  }

  /** The step at hand; {@link StepFunction#NO_STEP} where the driver is between two. */
  private long step = StepFunction.NO_STEP;

  private long nextStep = StepFunction.NO_STEP;

  /** For each shard, the newest step whose features are known, and those features. */
  private final long[] announcedSteps;

  private final int[][] announced;

  /** For each shard, what to compute of the step at hand; null until it is handed out. */
  private StepOrder @Nullable [] orders;

  /** For each shard, what has come back of the step at hand. */
  private final @Nullable PartialGradient[] partials;

  private int missing;

  /** Shards whose features of the step at hand are not known. */
  private int unannounced;

  private final List<Held> held = new ArrayList<>();
  private boolean closed;

  StepRendezvous(int shards) {
    announcedSteps = new long[shards];
    Arrays.fill(announcedSteps, StepFunction.NO_STEP);
    announced = new int[shards][];
    partials = new PartialGradient[shards];
  }

  /** A task has come. It gets its order now or when there is one. */
  void arrive(ShardReport report, Caller caller) {
    StepOrder order;
    synchronized (this) {
      accept(report);
      order = orderFor(report);
      if (order == null) {
        held.add(new Held(report, caller));
      }
    }
    if (order != null) {
      caller.reply(order);
    }
  }

  private void accept(ShardReport report) {
    PartialGradient partial = report.partial();
    int shard = report.shard();
    if (partial == null) {
      return;
    }
    if (report.step() != StepFunction.NO_STEP && report.step() == step && partials[shard] == null) {
      partials[shard] = partial;
      missing--;
      notifyIfNone(missing);
    }
    if (report.announcedStep() > announcedSteps[shard]) {
      announcedSteps[shard] = report.announcedStep();
      announced[shard] = partial.nextFeatures();
      if (report.announcedStep() == step) {
        unannounced--;
        notifyIfNone(unannounced);
      }
    }
  }

  /** The driver waits for the last of many: to wake it for each would cost more than they do. */
  private synchronized void notifyIfNone(int left) {
    if (left == 0) {
      notifyAll();
    }
  }

  /** What a task should do; null where it has to wait. */
  private @Nullable StepOrder orderFor(ShardReport report) {
    if (closed) {
      return StepOrder.LEAVE;
    }
    if (step == StepFunction.NO_STEP || partials[report.shard()] != null) {
      return null;
    }
    if (report.announcedStep() != step) {
      return StepOrder.announce(step);
    }
    return orders == null ? null : orders[report.shard()];
  }

  /** Begins a step: tasks that have not announced it are told to. */
  void begin(long step, long nextStep) {
    synchronized (this) {
      this.step = step;
      this.nextStep = nextStep;
      Arrays.fill(partials, null);
      missing = partials.length;
      unannounced = (int) Arrays.stream(announcedSteps).filter(s -> s != step).count();
      orders = null;
    }
    dispatch();
  }

  /**
   * Waits for the features of the step at hand, and returns them by shard.
   *
   * @param givesUp asked now and then
   * @return null where waiting was given up
   */
  int @Nullable [][] awaitFeatures(BooleanSupplier givesUp) {
    boolean known = await(() -> unannounced == 0, givesUp);
    return known ? announced.clone() : null;
  }

  /**
   * Hands out the step at hand.
   *
   * @param slices by shard, the parameters of the features that it announced
   */
  void open(WorkingSet[] slices) {
    synchronized (this) {
      StepOrder[] orders = new StepOrder[slices.length];
      for (int shard = 0; shard < slices.length; shard++) {
        orders[shard] = StepOrder.compute(step, nextStep, slices[shard]);
      }
      this.orders = orders;
    }
    dispatch();
  }

  /**
   * Waits for the partial gradients of the step at hand, and ends it.
   *
   * @param givesUp asked now and then
   * @return by shard; null where waiting was given up
   */
  PartialGradient @Nullable [] awaitPartials(BooleanSupplier givesUp) {
    if (!await(() -> missing == 0, givesUp)) {
      return null;
    }
    synchronized (this) {
      PartialGradient[] complete = new PartialGradient[partials.length];
      for (int shard = 0; shard < complete.length; shard++) {
        complete[shard] = Objects.requireNonNull(partials[shard]);
      }
      step = StepFunction.NO_STEP;
      return complete;
    }
  }

  /** Sends everyone away, and whoever comes later. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    dispatch();
  }

  private boolean await(BooleanSupplier condition, BooleanSupplier givesUp) {
    try {
      while (true) {
        synchronized (this) {
          if (condition.getAsBoolean()) {
            return true;
          }
          wait(CHECK_MILLIS);
          if (condition.getAsBoolean()) {
            return true;
          }
        }
        if (givesUp.getAsBoolean()) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the training was interrupted", e);
    }
  }

  /** Lets those go on who have something to do. */
  private void dispatch() {
    List<Reply> replies = new ArrayList<>();
    synchronized (this) {
      held.removeIf(
          waiting -> {
            StepOrder order = orderFor(waiting.report);
            if (order == null) {
              return false;
            }
            replies.add(new Reply(waiting.caller, order));
            return true;
          });
    }
    // Each may have much to encode; but a thread that is woken for a few takes a core from tasks.
    boolean areLarge = replies.stream().anyMatch(reply -> reply.order.wireBytes() >= LARGE_REPLY);
    Parallel.forRanges(
        replies.size(),
        areLarge ? 1 : REPLIES_TOGETHER,
        (from, to) -> replies.subList(from, to).forEach(Reply::send));
  }

  private record Held(ShardReport report, Caller caller) {}

  private record Reply(Caller caller, StepOrder order) {
    void send() {
      caller.reply(order);
    }
  }
}
