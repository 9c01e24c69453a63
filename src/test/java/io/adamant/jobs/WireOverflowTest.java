package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.adamant.testing.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that doubles hold and floats do not: said in one line with the way out. */
class WireOverflowTest {
  private static final String LIMIT =
      "beyond 3.4028235E38, the largest number of wire.precision=float32; ";

  @TempDir private Path folder;

  private CommandRun train(String rows, String... settings) throws IOException {
    Files.writeString(folder.resolve("rows.svm"), rows);
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=" + folder.resolve("rows.svm"),
                "output=" + folder.resolve("out"),
                "overwrite=true",
                "optimizer.type=sgd",
                "optimizer.learning-rate=1e-20",
                "batch.size=full",
                "batch.lanes=1"));
    all.addAll(List.of(settings));
    for (String setting : all) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static void assertRefused(CommandRun run, String... parts) {
    assertEquals(Adamant.MISTAKE, run.code(), run.err());
    for (String part : parts) {
      assertTrue(run.lastErrLine().contains(part), part + "\nin: " + run.err());
    }
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void aLaneWithAGradientBeyondFloatsIsNamed() throws IOException {
    String rows = "0 2:1\n0 2:1\n1 1:4e39\n";
    assertRefused(
        train(rows, "wire.precision=float32"),
        "adamant: step 1: the gradient of cell 0 of lane 0 is " + LIMIT,
        "set wire.precision=float64; there is no good model to keep");
    assertEquals(Adamant.OK, train(rows).code());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void aSumOfLanesBeyondFloatsIsNamedWhoeverComputesIt(int shards) throws IOException {
    // About 32 rows in each of 16 lanes: a row's gradient is 6e36, a lane's 2e38, the batch's 3e39.
    // Equal rows would all be of one lane.
    String rows =
        IntStream.range(0, 512)
            .mapToObj(i -> "%d 1:1.2%03de37\n".formatted(i < 4 ? 0 : 1, i))
            .collect(Collectors.joining());
    String[] lanes = {"batch.lanes=16", "shards=" + shards};
    assertRefused(
        train(rows, lanes[0], lanes[1], "wire.precision=float32"),
        "adamant: step 1: the sum of the lanes' gradients is " + LIMIT,
        "set wire.precision=float64; there is no good model to keep");
    assertEquals(Adamant.OK, train(rows, lanes).code());
  }

  @Test
  void aParameterBeyondFloatsIsNamedAndTheModelBeforeItKept() throws IOException {
    String rows = "0 2:1e3\n1 1:1e3\n1 3:1\n";
    String[] fast = {"epochs=3", "optimizer.learning-rate=1e37"};
    assertRefused(
        train(rows, fast[0], fast[1], "wire.precision=float32"),
        "adamant: step 2: a parameter is " + LIMIT,
        "lower optimizer.learning-rate or set wire.precision=float64",
        "the model of step 1 is kept in ");
    assertEquals(Adamant.OK, train(rows, fast).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip", "zero"})
  void aBatchBeyondFloatsIsPassedOverLikeOneThatIsNotFinite(String policy) throws IOException {
    String rows = "0 2:1\n".repeat(50) + "1 1:4e39\n" + "1 2:1\n".repeat(50);
    CommandRun run =
        train(rows, "batch.size=20", "clip.non-finite=" + policy, "wire.precision=float32");
    assertEquals(Adamant.OK, run.code(), run.err());
    assertTrue(run.out().contains("  not finite   1 of "), run.out());
  }

  @Test
  void whereNoBatchIsHeldTheWayOutIsSaid() throws IOException {
    assertRefused(
        train("1 1:4e39\n0 2:1\n", "clip.non-finite=skip", "wire.precision=float32"),
        "none of 1 batches had a finite loss and gradient",
        "lower optimizer.learning-rate or set wire.precision=float64");
  }

  @Test
  void whatDoublesDoNotHoldEitherIsNotBlamedOnFloats() throws IOException {
    CommandRun run = train("0 2:1\n" + "1 1:1.7e308\n".repeat(4), "wire.precision=float32");
    assertRefused(run, "the gradient norm is ", "first in cell 0 of lane 0");
    assertFalse(run.lastErrLine().contains("wire.precision"), run.lastErrLine());
  }
}
