package io.adamant.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.jobs.Adamant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A small training that is submitted to a cluster, and what is to come of it. */
public final class ClusterTraining {
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);

  private final Path folder;
  private final Path output;
  private final List<String> settings;

  /**
   * @param folder where rows and outputs go
   * @param name tells it from others in the folder
   * @param settings {@code key=value}
   */
  public ClusterTraining(Path folder, String name, List<String> settings) throws IOException {
    this.folder = folder;
    this.output = folder.resolve(name);
    this.settings = settings;
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(3000, 200, 11));
  }

  /** The command line of it. */
  public List<String> command() {
    return command(output, "shards=2");
  }

  private List<String> command(Path to, String shards) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=" + folder.resolve("rows.svm"),
                "output=" + to,
                shards,
                "batch.size=256",
                "batch.lanes=8"));
    all.addAll(settings);
    List<String> words = new ArrayList<>(List.of("train"));
    all.forEach(setting -> words.addAll(List.of("--set", setting)));
    return words;
  }

  /** Waits until some steps are behind it. */
  public void awaitSteps(int steps) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (lines().size() < steps) {
      assertTrue(System.nanoTime() < deadline, () -> "never came to step " + steps);
      Thread.sleep(20);
    }
  }

  private List<String> lines() throws IOException {
    Path metrics = output.resolve("metrics.jsonl");
    return Files.exists(metrics) ? Files.readAllLines(metrics) : List.of();
  }

  /** Number of steps that resident tasks computed, or that jobs did. */
  public long steps(boolean resident) throws IOException {
    return lines().stream().filter(line -> line.contains("\"resident\":" + resident)).count();
  }

  /** What the metrics say that happened to the cluster, by name. */
  public Map<String, Long> events() throws IOException {
    Map<String, Long> events = new TreeMap<>();
    for (String line : lines()) {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      if (json.has("cluster")) {
        json.getAsJsonObject("cluster")
            .entrySet()
            .forEach(
                event -> events.merge(event.getKey(), event.getValue().getAsLong(), Long::sum));
      }
    }
    return events;
  }

  /** Requires that the model is that of one process in which nothing happened, to the byte. */
  public void requireUndisturbedModel() throws IOException {
    Path undisturbed = output.resolveSibling(output.getFileName() + "-undisturbed");
    CommandRun local = CommandRun.of(command(undisturbed, "shards=8").toArray(String[]::new));
    assertEquals(Adamant.OK, local.code(), local.err());
    for (String file : List.of("model/parameters.safetensors", "model/manifest.json")) {
      byte[] expected = Files.readAllBytes(undisturbed.resolve(file));
      assertTrue(expected.length > 0);
      assertArrayEquals(expected, Files.readAllBytes(output.resolve(file)), file);
    }
  }
}
