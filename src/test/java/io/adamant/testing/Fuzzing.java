package io.adamant.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * What any input may do to a reader: give a value or one of our own exceptions, in time, and in
 * memory of a stated factor of its size. As a hook it lets a property try inputs until its time is
 * up, {@code fuzz.seconds}, and prints how many there were.
 */
public final class Fuzzing implements AroundTryHook, AroundPropertyHook {
  /** For the annotation of a property: its time ends it. */
  public static final int TRIES = Integer.MAX_VALUE;

  private static final long NANOS =
      TimeUnit.SECONDS.toNanos(Long.parseLong(System.getProperty("fuzz.seconds", "3")));

  /** Far beyond what any input takes on a busy machine. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final AtomicReference<Attempt> RUNNING = new AtomicReference<>();

  private static final class Attempt {
    private final byte[] input;
    private final Thread thread = Thread.currentThread();
    private final long started = System.nanoTime();

    Attempt(byte[] input) {
      this.input = input;
    }
  }

  /** Of one property. */
  private static final class Count {
    private final long started = System.nanoTime();
    private long inputs;
    private long refused;
    private long mostBytes;
  }

  static {
    Thread watch = new Thread(Fuzzing::watch, "watch over fuzzing");
    watch.setDaemon(true);
    watch.start();
  }

  /** What is done with an input. */
  @FunctionalInterface
  public interface Reading {
    void read(byte[] input) throws Exception;
  }

  /** What a reader may throw, and how many bytes it may allocate. */
  public record Limits(List<Class<? extends Exception>> own, long bytes, double bytesEach) {}

  /** Has an input read. */
  public static void tryOut(byte[] input, Limits limits, Reading reading) {
    long started = System.nanoTime();
    RUNNING.set(new Attempt(input));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean isRefused = false;
    try {
      reading.read(input);
    } catch (Exception e) {
      isRefused = true;
      if (limits.own().stream().noneMatch(type -> type.isInstance(e))) {
        throw new AssertionError("neither a value nor our own exception, of " + text(input), e);
      }
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a word: " + text(input), e);
      }
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("no end of " + text(input), e);
    } finally {
      RUNNING.set(null);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > limits.bytes() + limits.bytesEach() * input.length) {
      throw new AssertionError(
          "%d bytes for the %d of %s".formatted(allocated, input.length, text(input)));
    }
    long nanos = System.nanoTime() - started;
    if (nanos > LIMIT_NANOS) {
      throw new AssertionError("%d s for %s".formatted(nanos / 1_000_000_000, text(input)));
    }
    Count count = count().get();
    count.inputs++;
    count.refused += isRefused ? 1 : 0;
    count.mostBytes = Math.max(count.mostBytes, allocated);
  }

  private static String text(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "...";
  }

  /** Nothing in Java ends a thread that never looks up; the machine's test run must. */
  private static void watch() {
    while (true) {
      try {
        Thread.sleep(1_000);
      } catch (InterruptedException e) {
        return;
      }
      Attempt running = RUNNING.get();
      if (running != null && System.nanoTime() - running.started > 6 * LIMIT_NANOS) {
        System.err.println("fuzzing: does not end: " + text(running.input));
        for (StackTraceElement at : running.thread.getStackTrace()) {
          System.err.println("    at " + at);
        }
        Runtime.getRuntime().halt(3);
      }
    }
  }

  private static Store<Count> count() {
    return Store.getOrCreate(Fuzzing.class, Lifespan.PROPERTY, Count::new);
  }

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
    TryExecutionResult result = aTry.execute(parameters);
    boolean isOver = System.nanoTime() - count().get().started > NANOS;
    return isOver && result.isSatisfied() ? TryExecutionResult.satisfied(true) : result;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    return property.executeAndFinally(
        () -> {
          Count count = count().get();
          System.out.printf(
              Locale.ROOT,
              "fuzzing: %s: %,d inputs in %.1f s, %,d of them refused; none allocated more than %.2f MB%n",
              context.extendedLabel(),
              count.inputs,
              (System.nanoTime() - count.started) / 1e9,
              count.refused,
              count.mostBytes / 1e6);
        });
  }
}
