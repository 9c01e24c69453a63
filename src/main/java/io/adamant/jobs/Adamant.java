package io.adamant.jobs;

import io.adamant.data.InvalidInputException;
import io.adamant.storage.InvalidModelException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 done, 2 something that the user can mend, said in one line, 1 a
 * defect or a lost cluster, with its stack trace.
 */
@Command(
    name = "adamant",
    description = "Trains large, sparse models on Apache Spark.",
    mixinStandardHelpOptions = true,
    version = "adamant 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Options of spark-submit (--master, --driver-memory, --conf ...) go before COMMAND:",
      "  jobs/adamant --master local[4] --driver-memory 8g train jobs/ctr.conf"
    })
public final class Adamant implements Runnable {
  /** Done. */
  public static final int OK = 0;

  /** A defect, or a lost cluster. */
  public static final int DEFECT = 1;

  /** Something that the user can mend. */
  public static final int MISTAKE = 2;

  private Adamant() {}

  public static void main(String[] arguments) {
    StopRequest stop = new StopRequest(System.err);
    stop.listen();
    int code = run(arguments, System.out, System.err, stop);
    // Spark keeps threads; and spark-submit takes any return for success.
    if (code != OK) {
      System.exit(code);
    }
  }

  /**
   * Runs a command.
   *
   * @param out results
   * @param err progress and errors
   * @return the exit code
   */
  public static int run(String[] arguments, PrintStream out, PrintStream err) {
    return run(arguments, out, err, new StopRequest(err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err, StopRequest stop) {
    CommandLine line =
        new CommandLine(new Adamant())
            .addSubcommand(new TrainCommand(out, err, stop))
            .addSubcommand(new CompareCommand(out, err))
            .addSubcommand(new ReportCommand(out))
            .addSubcommand(new EvaluateCommand(out, err))
            .addSubcommand(new PredictCommand(err))
            .addSubcommand(new GenerateCommand(err))
            .addSubcommand(new InspectCommand(out, err))
            .addSubcommand(new BenchmarkCommand(out, err))
            .addSubcommand(new HelpCommand(out))
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler((e, words) -> mistake(parameterMistake(e), err))
            .setExecutionExceptionHandler(
                (e, command, result) -> stop.isEnding() ? DEFECT : failure(e, err));
    return line.execute(arguments);
  }

  @Override
  public void run() {
    throw new UsageException("a command is missing (see adamant --help)");
  }

  private static String parameterMistake(ParameterException e) {
    List<String> meant =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return "%s%s (see %s --help)"
        .formatted(
            e.getMessage(),
            meant.isEmpty() ? "" : "; the nearest is " + meant.get(0),
            e.getCommandLine().getCommandSpec().qualifiedName());
  }

  private static int failure(Exception e, PrintStream err) {
    // What a task finds wrong with its file arrives as the cause of Spark's own exception.
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean canBeMended =
          cause instanceof UsageException
              || cause instanceof InvalidInputException
              || cause instanceof InvalidModelException;
      if (canBeMended) {
        return mistake(String.valueOf(cause.getMessage()), err);
      }
    }
    e.printStackTrace(err);
    return DEFECT;
  }

  private static int mistake(String message, PrintStream err) {
    err.println("adamant: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    return MISTAKE;
  }
}
