package io.adamant.jobs;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adamant report}: the page of runs that are done, or still run. */
@Command(
    name = "report",
    description = "Write one page that shows how runs went, and compares them.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "1..*",
      paramLabel = "DIR",
      description = "output folders of trainings")
  private List<String> folders = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "the page's file; report.html in DIR, or, of several, here, unless given")
  private @Nullable String output;

  private final PrintStream out;

  ReportCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = new Configuration();
    RunFiles files = new RunFiles(hadoop);
    List<Path> paths = new ArrayList<>();
    for (String folder : folders) {
      paths.addAll(runs(UserPath.of("DIR", folder, hadoop)));
    }
    String place = output;
    Path file =
        place != null
            ? UserPath.toCreate("--output", place, hadoop).path()
            : folders.size() == 1
                ? new Path(folders.get(0), RunFiles.REPORT)
                : new Path(RunFiles.REPORT);
    String title = paths.size() == 1 ? paths.get(0).getName() : "%d runs".formatted(paths.size());
    files.writeReport(file, title, files.read(RunFiles.named(paths)), Double.NaN);
    out.println(file);
    return Adamant.OK;
  }

  /** A folder that is a run, or the runs right in it, such as those of a comparison. */
  private static List<Path> runs(UserPath folder) throws IOException {
    if (!folder.files().exists(folder.path())) {
      throw new UsageException("no such folder: " + folder.path());
    }
    if (!folder.files().getFileStatus(folder.path()).isDirectory()) {
      throw new UsageException("%s is a file, not a folder".formatted(folder.path()));
    }
    if (isRun(folder, folder.path())) {
      return List.of(folder.path());
    }
    List<Path> runs = new ArrayList<>();
    for (var status : folder.files().listStatus(folder.path())) {
      if (status.isDirectory() && isRun(folder, status.getPath())) {
        runs.add(new Path(folder.path(), status.getPath().getName()));
      }
    }
    if (runs.isEmpty()) {
      throw new UsageException(
          "%s holds no %s: it is not the output folder of a training"
              .formatted(folder.path(), MetricsLog.FILE_NAME));
    }
    runs.sort(null);
    return runs;
  }

  private static boolean isRun(UserPath folder, Path path) throws IOException {
    return folder.files().exists(new Path(path, MetricsLog.FILE_NAME));
  }
}
