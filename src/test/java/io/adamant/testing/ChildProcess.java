package io.adamant.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process that a test starts, what it writes, and its certain end. */
public final class ChildProcess implements AutoCloseable {
  /** Far beyond what any of them takes on a busy machine. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Process process;
  private final Lines out;
  private final Lines err;

  private ChildProcess(Process process) {
    this.process = process;
    out = new Lines(process.inputReader());
    err = new Lines(process.errorReader());
  }

  /**
   * Starts a process.
   *
   * @param environment set in addition to this process's own; an empty value unsets
   * @param folder to run in
   */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    return new ChildProcess(builder.start());
  }

  /** Waits until a line on standard error matches; tells the first group of the match. */
  public String awaitErrLine(Pattern pattern) throws InterruptedException {
    return err.await(pattern);
  }

  /** Waits for the end of the process and of its output. */
  public CommandRun awaitEnd() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + LIMIT + ":\n" + err.text());
    }
    return new CommandRun(process.exitValue(), out.textAtEnd(), err.textAtEnd());
  }

  /**
   * Ends a process that this one started, at once.
   *
   * @param word in its command line
   * @return whether there was one
   */
  public boolean killDescendant(String word) {
    List<ProcessHandle> found =
        process.descendants().filter(handle -> commandLine(handle.pid()).contains(word)).toList();
    found.forEach(ProcessHandle::destroyForcibly);
    found.forEach(handle -> handle.onExit().join());
    return !found.isEmpty();
  }

  /** Java's own way to ask cuts long ones, and the class path stands in front. */
  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException e) {
      // It has ended.
      return "";
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Sends a signal, such as {@code TERM}. */
  public void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new AssertionError("kill ended with " + code);
    }
  }

  /** Ends the process and all that it started, and waits until they are gone. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  /** The lines of a stream, read as they come so that the process never waits for a reader. */
  private static final class Lines {
    private final List<String> lines = new ArrayList<>();
    private final Thread reading;
    private boolean ended;

    Lines(BufferedReader from) {
      reading = new Thread(() -> readAll(from), "output of a child process");
      reading.setDaemon(true);
      reading.start();
    }

    private void readAll(BufferedReader from) {
      try (from) {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        end();
      }
    }

    private synchronized void add(String line) {
      lines.add(line);
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized String await(Pattern pattern) throws InterruptedException {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      for (int next = 0; ; next++) {
        while (next == lines.size()) {
          long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (ended || millis <= 0) {
            throw new AssertionError("no line matches " + pattern + ":\n" + text());
          }
          wait(millis);
        }
        Matcher matcher = pattern.matcher(lines.get(next));
        if (matcher.find()) {
          return matcher.group(1);
        }
      }
    }

    synchronized String text() {
      return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    String textAtEnd() throws InterruptedException {
      reading.join(LIMIT.toMillis());
      return text();
    }
  }
}
