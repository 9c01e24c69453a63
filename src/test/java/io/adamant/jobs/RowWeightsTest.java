package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.adamant.testing.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row weights from the column of a table to the trained model. */
class RowWeightsTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void writeRows() throws IOException {
    Random random = new Random(6);
    List<String> clean = new ArrayList<>(List.of("label,a,b,c,weight"));
    List<String> withIgnored = new ArrayList<>(clean);
    List<String> withCounted = new ArrayList<>(clean);
    for (int i = 0; i < 200; i++) {
      String values =
          "%s,%s,%s".formatted(random.nextGaussian(), random.nextInt(3), random.nextDouble());
      String row = "%d,%s,".formatted(random.nextInt(2), values);
      clean.add(row + "1");
      withIgnored.add(row + "1");
      withCounted.add(row + "1");
      if (i % 4 == 0) {
        withIgnored.add("1,%s,0".formatted(values));
        withCounted.add("1,%s,2.5".formatted(values));
      }
    }
    Files.write(folder.resolve("clean.csv"), clean);
    Files.write(folder.resolve("ignored.csv"), withIgnored);
    Files.write(folder.resolve("counted.csv"), withCounted);
  }

  private static byte[] trainedParameters(String input) throws IOException {
    Path output = folder.resolve(input + ".out");
    CommandRun run =
        CommandRun.of(
            "train",
            "--set",
            "input.format=csv",
            "--set",
            "input.path=" + folder.resolve(input),
            "--set",
            "input.weight-column=weight",
            "--set",
            "batch.size=full",
            "--set",
            "batch.lanes=2",
            "--set",
            "epochs=20",
            "--set",
            "optimizer.learning-rate=0.1",
            "--set",
            "output=" + output);
    assertEquals(Adamant.OK, run.code(), run.err());
    return Files.readAllBytes(output.resolve("model/parameters.safetensors"));
  }

  @Test
  void rowsOfWeightZeroChangeNoBitAndHeavyRowsDo() throws IOException {
    byte[] clean = trainedParameters("clean.csv");
    assertArrayEquals(clean, trainedParameters("ignored.csv"));
    assertFalse(Arrays.equals(clean, trainedParameters("counted.csv")));
  }
}
