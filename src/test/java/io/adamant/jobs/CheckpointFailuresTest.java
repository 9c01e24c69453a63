package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings whose checkpoints cannot be written, or are damaged. */
class CheckpointFailuresTest {
  /** 3 doubles each in a checkpoint, and the row's last step: 640 KB. */
  private static final int FEATURES = 20_000;

  /** Then each checkpoint is waited for, and the first is that of step 0. */
  private static final String ONE_BY_ONE = "clip.non-finite=rollback";

  @TempDir private static Path folder;

  @BeforeAll
  static void trainTheWhole() throws IOException {
    Files.write(folder.resolve("rows.svm"), LibsvmRows.draw(800, 60, 5));
    CommandRun whole = run(train("whole"));
    assertEquals(Adamant.OK, whole.code(), whole.err());
  }

  private static List<String> train(String output, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=@/rows.svm",
                "input.features=" + FEATURES,
                "batch.size=100",
                "epochs=3",
                "optimizer.sparse=deferred",
                "output=@/" + output));
    all.addAll(List.of(settings));
    all.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  private static CommandRun run(List<String> arguments) {
    return CommandRun.of(
        arguments.stream()
            .map(word -> word.replace("@", folder.toString()))
            .toArray(String[]::new));
  }

  /** Runs, and asks to stop once there is a step behind it. */
  private static CommandRun stopped(List<String> arguments) throws InterruptedException {
    StopRequest stop = new StopRequest(System.err);
    Thread asking =
        new Thread(
            () -> {
              while (!Thread.interrupted() && !stop.ask(143)) {
                Thread.onSpinWait();
              }
            });
    String[] words =
        arguments.stream().map(word -> word.replace("@", folder.toString())).toArray(String[]::new);
    asking.start();
    try {
      return CommandRun.of(Map.of(), (out, err) -> Adamant.run(words, out, err, stop));
    } finally {
      asking.interrupt();
      asking.join();
    }
  }

  private static void assertWhole(String output) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole/model/parameters.safetensors")),
        Files.readAllBytes(folder.resolve(output).resolve("model/parameters.safetensors")));
  }

  private static boolean command(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** A file system of its own that holds one checkpoint and a part of the next. */
  private static Path smallDisk(String name) throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve(name));
    boolean isMounted;
    try {
      isMounted = command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
    } catch (IOException e) {
      isMounted = false;
    }
    assumeTrue(isMounted, "mounting is not permitted here");
    return disk;
  }

  @Test
  void aFullDiskLeavesTheLastCheckpointIntactAndTrainingGoesOn()
      throws IOException, InterruptedException {
    Path disk = smallDisk("disk");
    try {
      List<String> command =
          train("full", "checkpoint.path=" + disk + "/c", "checkpoint.every-steps=4", ONE_BY_ONE);
      CommandRun run = run(command);
      assertEquals(Adamant.OK, run.code(), run.err());
      assertTrue(
          run.err().contains("warning: checkpoint.path: the checkpoint of step "), run.err());
      assertTrue(run.err().contains("No space left on device"), run.err());
      assertTrue(run.err().contains("the last good one is of step "), run.err());
      assertTrue(
          Files.readString(folder.resolve("full/metrics.jsonl"))
              .contains("{\"event\":\"checkpoint-failed\""));
      assertWhole("full");
    } finally {
      command("umount", disk.toString());
    }
  }

  @Test
  void aFullDiskEndsATrainingThatAsksForItAndTheLastCheckpointIsGoneOnFrom()
      throws IOException, InterruptedException {
    Path disk = smallDisk("disk-of-stop");
    try {
      List<String> command =
          train(
              "ended",
              "checkpoint.path=" + disk + "/c",
              "checkpoint.every-steps=4",
              "checkpoint.on-failure=stop",
              ONE_BY_ONE);
      CommandRun run = run(command);
      assertEquals(Adamant.MISTAKE, run.code(), run.err());
      assertTrue(
          run.lastErrLine().endsWith("training ends (checkpoint.on-failure = stop)"), run.err());
      assertFalse(Files.exists(folder.resolve("ended/model")));
      List<Path> kept;
      try (Stream<Path> all = Files.list(disk.resolve("c"))) {
        kept = all.toList();
      }
      assertEquals(1, kept.size(), kept.toString());
      CommandRun rest =
          run(List.of("train", "--resume", disk + "/c", "--set", "checkpoint.on-failure=continue"));
      assertEquals(Adamant.OK, rest.code(), rest.err());
      assertTrue(rest.err().contains("going on from step "), rest.err());
      assertWhole("ended");
    } finally {
      command("umount", disk.toString());
    }
  }

  @Test
  void aFolderWithoutPermissionCostsTheCheckpointsAlone() throws IOException, InterruptedException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    boolean isMounted = command("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", closed.toString());
    if (!isMounted) {
      assertTrue(closed.toFile().setWritable(false));
      assumeTrue(!Files.isWritable(closed), "permissions do not hold for this user");
    }
    try {
      CommandRun run =
          run(train("open", "checkpoint.path=" + closed + "/c", "checkpoint.every-steps=4"));
      assertEquals(Adamant.OK, run.code(), run.err());
      assertTrue(run.err().contains("could not be written"), run.err());
      assertTrue(run.err().contains("there is none before; training goes on"), run.err());
      assertWhole("open");
    } finally {
      if (isMounted) {
        command("umount", closed.toString());
      } else {
        assertTrue(closed.toFile().setWritable(true));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parameters.safetensors", "checkpoint.json"})
  void aDamagedCheckpointCostsItsStepsAndNoBits(String file)
      throws IOException, InterruptedException {
    String path = "checkpoint.path=@/c-" + file;
    assertEquals(143, stopped(train("d-" + file, path)).code());
    assertEquals(143, stopped(train("d-" + file, path)).code());
    Path newest = folder.resolve("c-" + file).resolve("checkpoint-000002").resolve(file);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 4;
    Files.write(newest, bytes);
    CommandRun rest = run(train("d-" + file, path));
    assertEquals(Adamant.OK, rest.code(), rest.err());
    assertTrue(rest.err().contains("warning: a checkpoint is passed over: "), rest.err());
    assertTrue(rest.err().contains("going on from step 1 of 24"), rest.err());
    assertWhole("d-" + file);
  }

  @Test
  void withoutAnIntactCheckpointARunIsRefused() throws IOException, InterruptedException {
    assertEquals(143, stopped(train("lost", "checkpoint.path=@/lost-c")).code());
    Files.delete(folder.resolve("lost-c/checkpoint-000001/optimizer-state.safetensors"));
    CommandRun rest = run(train("lost", "checkpoint.path=@/lost-c"));
    assertEquals(Adamant.MISTAKE, rest.code(), rest.err());
    assertTrue(rest.lastErrLine().contains("no checkpoint in "), rest.err());
    assertTrue(rest.lastErrLine().contains("optimizer-state.safetensors is missing"), rest.err());
    assertTrue(rest.lastErrLine().endsWith("remove the folder to begin anew"), rest.err());
  }

  @Test
  void theParametersOfAnotherRunAreWhereANewOneMayBegin() throws IOException, InterruptedException {
    CommandRun part = stopped(train("from", "checkpoint.path=@/from-c"));
    assertEquals(143, part.code(), part.err());
    List<String> still =
        train("still", "optimizer.type=sgd", "optimizer.sparse=null", "optimizer.learning-rate=0");
    still.addAll(List.of("--resume", "@/from-c", "--warm-start"));
    CommandRun run = run(still);
    assertEquals(Adamant.OK, run.code(), run.err());
    assertTrue(run.err().contains("beginning with the parameters in "), run.err());
    // One step of the run that was stopped: its first.
    CommandRun first = run(List.of("inspect", "@/from-c"));
    assertEquals(Adamant.OK, first.code(), first.err());
    assertTrue(first.out().contains("position     step 1 of 24"), first.out());
    assertTrue(Files.size(folder.resolve("still/model/parameters.safetensors")) > FEATURES * 8L);
    assertTrue(Files.exists(folder.resolve("from-c/checkpoint-000001")));
  }

  @Test
  void inspectSaysWhatACheckpointHolds() throws InterruptedException {
    assertEquals(143, stopped(train("seen", "checkpoint.path=@/seen-c")).code());
    CommandRun run = run(List.of("inspect", "@/seen-c"));
    assertEquals(Adamant.OK, run.code(), run.err());
    for (String part :
        List.of(
            "checkpoint   ",
            "position     step 1 of 24, epoch 1; number 1 of the run",
            "model        logistic, weight[20000, 1] bias[1]",
            "data         800 rows to train on, content hash ",
            "optimizer    adamw, learning-rate ",
            "state        of step 1",
            "  waiting    rows for steps since step 0",
            "file         optimizer-state.safetensors, CRC-32C ")) {
      assertTrue(run.out().contains(part), part + "\nin: " + run.out());
    }
  }
}
