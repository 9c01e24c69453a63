package io.adamant.jobs;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.adamant.benchmark.Comparison;
import io.adamant.benchmark.Comparisons;
import io.adamant.benchmark.Machine;
import io.adamant.benchmark.Result;
import io.adamant.benchmark.Sizes;
import io.adamant.benchmark.Workbench;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adamant benchmark}: ratios against Spark MLlib and against itself, each with its bar. */
@Command(
    name = "benchmark",
    description = {
      "Measure Adamant beside Spark MLlib, in this run and on the same rows, and beside itself.",
      "Each line is a ratio with the bar that it is held to; a missed bar is said, and is no failure"
          + " of the command.",
      "Progress goes to stderr. Run nothing else on the machine meanwhile."
    },
    mixinStandardHelpOptions = true)
final class BenchmarkCommand implements Callable<Integer> {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /**
   * MLlib sends classes that neither it nor Adamant registers; both sides run with the same
   * setting.
   */
  private static final Map<String, String> SPARK_SETTINGS =
      Map.of("spark.kryo.registrationRequired", "false");

  @Option(
      names = "--json",
      description = "print a JSON list of {name, value, bar, met, ...} and nothing else")
  private boolean json;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "run just these: ${COMPLETION-CANDIDATES}",
      completionCandidates = Names.class)
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "rows to train on, 1000000 unless given; a tenth as many more are held out")
  private long rows = Sizes.DEFAULTS.rows();

  @Option(
      names = "--features",
      paramLabel = "D",
      description =
          "features that the rows' columns are hashed to, 1048576 unless given; 256 times as many"
              + " for many-features")
  private int features = Sizes.DEFAULTS.features();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "rows a step where the comparison itself does not say; 16384 unless given")
  private long batch = Sizes.DEFAULTS.batch();

  @Option(names = "--steps", paramLabel = "N", description = "steps of a block; 100 unless given")
  private int steps = Sizes.DEFAULTS.steps();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often the sides take turns once warm; 5 unless given")
  private int rounds = Sizes.DEFAULTS.rounds();

  private final PrintStream out;
  private final PrintStream err;

  BenchmarkCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** What {@code --only} takes. */
  static final class Names extends ArrayList<String> {
    Names() {
      super(Comparisons.names());
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Comparison> comparisons = comparisons();
    Sizes sizes = sizes();
    requireMemory(comparisons, sizes, Runtime.getRuntime().maxMemory());
    try (SparkSession session = Sessions.open("adamant benchmark", SPARK_SETTINGS);
        Workbench bench = new Workbench(session, sizes, line -> err.println("  " + line))) {
      Machine machine = Machine.of(session.sparkContext());
      err.println(machine.text());
      List<Result> results = new ArrayList<>();
      for (Comparison comparison : comparisons) {
        err.printf("%s%n", comparison.name());
        Result result = comparison.run(bench);
        results.add(result);
        if (!json) {
          BenchmarkReport.lines(result).forEach(out::println);
        }
      }
      if (json) {
        out.println(GSON.toJson(BenchmarkReport.json(results, machine, sizes)));
      } else {
        long met = results.stream().filter(Result::met).count();
        out.printf("%d of %d bars met on %s%n", met, results.size(), machine.text());
      }
    }
    return Adamant.OK;
  }

  private List<Comparison> comparisons() {
    List<String> names = Comparisons.names();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new UsageException(
            "--only: no such comparison: %s; the nearest is %s"
                .formatted(name, KnownKeys.nearest(name, names)));
      }
    }
    return Comparisons.ALL.stream()
        .filter(comparison -> only.isEmpty() || only.contains(comparison.name()))
        .toList();
  }

  private Sizes sizes() {
    try {
      return new Sizes(rows, features, batch, steps, rounds);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Refuses sizes that the driver's heap would not hold, before minutes were spent. */
  static void requireMemory(List<Comparison> comparisons, Sizes sizes, long heapBytes) {
    for (Comparison comparison : comparisons) {
      long needed = sizes.heapBytes() + comparison.heapBytes(sizes);
      if (needed > heapBytes) {
        throw new UsageException(
            String.format(
                Locale.ROOT,
                "%s needs a heap of about %.1f GiB, and there are %.1f; start with --driver-memory"
                    + " %dg, or take fewer --rows or --features, or others by --only",
                comparison.name(),
                (double) needed / (1L << 30),
                (double) heapBytes / (1L << 30),
                (needed >> 30) + 1));
      }
    }
  }
}
