package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same rows give the same bytes, whatever files and partitions they come in. */
class DistributedInputTest {
  private static final int PIECES = 7;

  @TempDir private static Path folder;
  private static Training reference = new Training("", "", "");

  /** What a training said of its data, and the model, its bytes in hexadecimal. */
  private record Training(String data, String parameters, String manifest) {}

  @BeforeAll
  static void trainOnOneFile() throws IOException {
    // Some rows occur several times: they must stay as many.
    List<String> rows = new ArrayList<>(LibsvmRows.draw(1500, 60, 21));
    rows.addAll(rows.subList(0, 100));
    Files.write(folder.resolve("whole.svm"), rows);
    List<String> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(4));
    for (String kind : List.of("plain", "crlf", "mixed")) {
      Files.createDirectory(folder.resolve(kind));
    }
    for (int piece = 0; piece < PIECES; piece++) {
      // Pieces of uneven size, the last one empty.
      int from = Math.min(rows.size(), piece * piece * 50);
      int to = piece >= 5 ? rows.size() : Math.min(rows.size(), (piece + 1) * (piece + 1) * 50);
      List<String> lines = shuffled.subList(from, Math.max(from, to));
      String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
      String windows = "# rows\r\n\r\n" + text.replace("\n", "\r\n");
      Files.writeString(folder.resolve("plain/%d.svm".formatted(piece)), text);
      Files.writeString(folder.resolve("crlf/%d.svm".formatted(piece)), windows);
      if (piece % 2 == 0) {
        zip(folder.resolve("mixed/%d.svm.gz".formatted(piece)), text);
      } else {
        Files.writeString(folder.resolve("mixed/%d.svm".formatted(piece)), windows);
      }
    }
    reference = train("whole.svm", "local[1]", "shards=1");
  }

  private static void zip(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Training train(String input, String master, String setting) throws IOException {
    Path output = folder.resolve("output");
    CommandRun run =
        CommandRun.of(
            Map.of("spark.master", master),
            "train",
            "--set",
            "input.path=" + folder.resolve(input),
            "--set",
            "output=" + output,
            "--set",
            "overwrite=true",
            "--set",
            "validation.fraction=0.1",
            "--set",
            "batch.size=256",
            "--set",
            "batch.lanes=8",
            "--set",
            "epochs=2",
            "--set",
            setting);
    assertEquals(Adamant.OK, run.code(), run.err());
    // Behind the path: rows, non-zeros, features and labels.
    return new Training(
        String.join("\n", run.errLines().subList(1, 3)),
        HexFormat.of()
            .formatHex(Files.readAllBytes(output.resolve("model/parameters.safetensors"))),
        Files.readString(output.resolve("model/manifest.json")));
  }

  @ParameterizedTest
  @CsvSource({
    "whole.svm, local[2], shards=2",
    "whole.svm, local[2], shards=4",
    "whole.svm, local[2], shards=8",
    "plain,     local[1], shards=1",
    "plain,     local[2], shards=8",
    "plain/*,   local[2], shards=2",
    "crlf,      local[2], shards=4",
    "mixed,     local[2], shards=2"
  })
  void filesPartitionsAndCoresChangeNoBit(String input, String master, String setting)
      throws IOException {
    Training training = train(input, master, setting);
    assertEquals(reference.data(), training.data());
    assertEquals(reference.parameters(), training.parameters());
    assertEquals(reference.manifest(), training.manifest());
  }

  @Test
  void theSeedDoesChangeThem() throws IOException {
    Training other = train("whole.svm", "local[2]", "seed=1");
    assertEquals(reference.data().lines().skip(1).toList(), other.data().lines().skip(1).toList());
    assertNotEquals(reference.parameters(), other.parameters());
  }
}
