package io.adamant.jobs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.adamant.engine.FilesWithoutChecksums;
import io.adamant.report.InvalidMetricsException;
import io.adamant.report.ReportData;
import io.adamant.report.ReportPage;
import io.adamant.report.Run;
import io.adamant.report.RunLog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files of runs that a report is made of, and the report itself. */
final class RunFiles {
  static final String REPORT = "report.html";

  private final Configuration hadoop;

  RunFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Writes what a run says of itself into its folder. */
  void write(Path folder, RunDescription description) throws IOException {
    write(new Path(folder, RunDescription.FILE_NAME), description.json() + "\n");
  }

  /** Writes what a run that has ended says of itself, and its own report. */
  void writeDone(Path folder, RunDescription description) throws IOException {
    write(folder, description);
    String title = description.json().get("name").getAsString();
    writeReport(new Path(folder, REPORT), title, List.of(read(folder)), Double.NaN);
  }

  /** Reads a run by the name of its folder. */
  Run read(Path folder) throws IOException {
    return read(folder.getName(), folder);
  }

  /**
   * Writes the page of some runs.
   *
   * @param target loss of a validation to be reached; NaN for none
   */
  void writeReport(Path file, String title, List<Run> runs, double target) throws IOException {
    write(file, ReportPage.html(title, ReportData.of(runs, target)));
  }

  private void write(Path file, String text) throws IOException {
    try (FSDataOutputStream out = FilesWithoutChecksums.of(file, hadoop).create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads a run.
   *
   * @param name by which the page tells it from others
   */
  Run read(String name, Path folder) throws IOException {
    Path metrics = new Path(folder, MetricsLog.FILE_NAME);
    FileSystem files = FilesWithoutChecksums.of(folder, hadoop);
    RunLog log;
    try (Reader reader = reader(files, metrics)) {
      log = RunLog.read(reader);
    } catch (FileNotFoundException e) {
      throw new UsageException(
          "%s holds no %s: it is not the output folder of a training"
              .formatted(folder, MetricsLog.FILE_NAME));
    } catch (InvalidMetricsException e) {
      throw new UsageException("%s, %s".formatted(metrics, e.getMessage()));
    }
    return new Run(name, log, description(files, new Path(folder, RunDescription.FILE_NAME)));
  }

  private static JsonObject description(FileSystem files, Path file) throws IOException {
    try (Reader reader = reader(files, file)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (FileNotFoundException e) {
      return new JsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new UsageException("%s is no description of a run: %s".formatted(file, e.getMessage()));
    }
  }

  private static Reader reader(FileSystem files, Path file) throws IOException {
    return new InputStreamReader(files.open(file), StandardCharsets.UTF_8);
  }

  /** Names of folders: their last words, or, where those are the same, all. */
  static Map<String, Path> named(List<Path> folders) {
    Map<String, Integer> times = new LinkedHashMap<>();
    folders.forEach(folder -> times.merge(folder.getName(), 1, Integer::sum));
    Map<String, Path> named = new LinkedHashMap<>();
    for (Path folder : folders) {
      String word = folder.getName();
      boolean tells = times.getOrDefault(word, 0) == 1 && !word.isEmpty();
      named.put(tells ? word : folder.toString(), folder);
    }
    return named;
  }

  /** Reads runs by their names. */
  List<Run> read(Map<String, Path> folders) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Map.Entry<String, Path> folder : folders.entrySet()) {
      runs.add(read(folder.getKey(), folder.getValue()));
    }
    return runs;
  }
}
