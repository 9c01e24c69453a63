package io.adamant.jobs;

import io.adamant.report.Run;
import io.adamant.report.RunSummary;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adamant compare}: one job under several settings, one table and one report. */
@Command(
    name = "compare",
    description = "Train one job under several settings; one table, one report.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  private static final String NOTHING = "-";

  @Parameters(
      index = "0",
      paramLabel = "JOB",
      description = "job file with a section compare, such as jobs/compare.conf")
  private @Nullable File job;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "set a key of all runs, or of the section compare; may be given again")
  private List<String> settings = new ArrayList<>();

  private final PrintStream out;
  private final PrintStream err;

  CompareCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    CompareSettings compare = CompareSettings.read(job, settings);
    String title = job == null ? "adamant compare" : "adamant compare " + job.getName();
    try (SparkSession session = Sessions.open(title)) {
      run(compare, title, session);
    }
    return Adamant.OK;
  }

  private void run(CompareSettings compare, String title, SparkSession session) throws IOException {
    Configuration hadoop = Sessions.context(session).hadoopConfiguration();
    TrainSettings first = compare.variants().get(0).train();
    UserPath output = TrainingOutput.place(first, false, hadoop);
    RunFiles files = new RunFiles(hadoop);
    Path report = new Path(output.path(), RunFiles.REPORT);
    Map<String, Path> folders = new LinkedHashMap<>();
    int number = 0;
    for (List<CompareSettings.Variant> group : byPacking(compare.variants())) {
      try (ComparedRuns runs = ComparedRuns.load(group.get(0), session, err)) {
        for (CompareSettings.Variant variant : group) {
          number++;
          err.printf("run %d of %d: %s%n", number, compare.variants().size(), variant.name());
          Path folder = new Path(output.path(), variant.name());
          output.files().delete(folder, true);
          output.files().mkdirs(folder);
          runs.train(variant, folder, files);
          folders.put(variant.name(), folder);
          // So that the first runs can be looked at while the others train.
          files.writeReport(report, title, read(compare, folders, files), compare.target());
        }
      }
    }
    List<Run> runs = read(compare, folders, files);
    TextTable.lines(table(runs, compare.target())).forEach(out::println);
    out.println();
    out.println("report " + report);
  }

  /** The variants of each packing of the rows, in the order in which they first occur. */
  private static List<List<CompareSettings.Variant>> byPacking(
      List<CompareSettings.Variant> variants) {
    Map<ComparedRuns.Packing, List<CompareSettings.Variant>> groups = new LinkedHashMap<>();
    for (CompareSettings.Variant variant : variants) {
      groups
          .computeIfAbsent(ComparedRuns.Packing.of(variant), unused -> new ArrayList<>())
          .add(variant);
    }
    return List.copyOf(groups.values());
  }

  /** The runs that are done, in the order in which they were asked for. */
  private static List<Run> read(CompareSettings compare, Map<String, Path> done, RunFiles files)
      throws IOException {
    List<Run> runs = new ArrayList<>();
    for (CompareSettings.Variant variant : compare.variants()) {
      Path folder = done.get(variant.name());
      if (folder != null) {
        runs.add(files.read(variant.name(), folder));
      }
    }
    return runs;
  }

  private static List<List<String>> table(List<Run> runs, double target) {
    boolean hasTarget = !Double.isNaN(target);
    List<List<String>> rows = new ArrayList<>();
    List<String> head =
        new ArrayList<>(List.of("run", "training", "validation", "best", "at step", "seconds"));
    if (hasTarget) {
      head.add(String.format(Locale.ROOT, "steps to %s", target));
      head.add("seconds to it");
    }
    head.add("clipped");
    head.add("outcome");
    rows.add(head);
    for (Run run : runs) {
      RunSummary summary = RunSummary.of(run.log(), target);
      List<String> row =
          new ArrayList<>(
              List.of(
                  run.name(),
                  text("%.5f", summary.finalTraining()),
                  text("%.5f", summary.finalValidation()),
                  text("%.5f", summary.bestValidation()),
                  text("%,.0f", summary.bestStep()),
                  text("%.1f", summary.seconds())));
      if (hasTarget) {
        row.add(text("%,.0f", summary.stepsToTarget()));
        row.add(text("%.1f", summary.secondsToTarget()));
      }
      row.add("%,d".formatted(summary.clipped()));
      row.add(run.description().get("outcome").getAsString());
      rows.add(row);
    }
    return rows;
  }

  private static String text(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NOTHING;
  }
}
