package io.adamant.testing;

import io.adamant.jobs.Adamant;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;

/**
 * One run of the command line in this JVM, on a Spark of its own, and all that it wrote.
 *
 * <p>Standard error is caught as a whole, with the logging that {@code jobs/adamant} configures, so
 * that what Spark says beside the command is seen as the user sees it.
 */
public record CommandRun(int code, String out, String err) {
  private static final URI SHIPPED_LOGGING = Path.of("conf", "log4j2.properties").toUri();

  /** Runs on two local cores. */
  public static CommandRun of(String... arguments) {
    return of(Map.of(), arguments);
  }

  /** Runs with settings of Spark in place of the usual ones. */
  public static CommandRun of(Map<String, String> spark, String... arguments) {
    return of(spark, (out, err) -> Adamant.run(arguments, out, err));
  }

  /** A command line, run in this JVM. */
  @FunctionalInterface
  public interface Command {
    int run(PrintStream out, PrintStream err);
  }

  /** Runs a command with settings of Spark in place of the usual ones. */
  public static CommandRun of(Map<String, String> spark, Command command) {
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "spark.master", "local[2]",
                "spark.ui.enabled", "false",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1"));
    settings.putAll(spark);
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    settings.forEach(System::setProperty);
    System.setOut(outStream);
    System.setErr(errStream);
    int code;
    try {
      Configurator.reconfigure(SHIPPED_LOGGING);
      code = command.run(outStream, errStream);
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
      Configurator.reconfigure();
      settings.keySet().forEach(System::clearProperty);
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The lines on standard output. */
  public List<String> outLines() {
    return out.lines().toList();
  }

  /** The lines on standard error. */
  public List<String> errLines() {
    return err.lines().toList();
  }

  /** The last line on standard error; empty without any. */
  public String lastErrLine() {
    List<String> lines = errLines();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
