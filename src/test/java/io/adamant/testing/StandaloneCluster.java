package io.adamant.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Spark's standalone cluster on the loopback interface: a master and workers of one core each. */
public final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER_STARTED =
      Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED =
      Pattern.compile("Successfully registered with (master)");

  private final Deque<ChildProcess> processes = new ArrayDeque<>();
  private final List<Path> workFolders = new ArrayList<>();
  private String master = "";

  private StandaloneCluster() {}

  /**
   * Starts a cluster and waits until its workers have registered.
   *
   * @param folder for what the workers write
   */
  public static StandaloneCluster start(MavenSpark spark, int workers, Path folder)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster();
    try {
      ChildProcess master = cluster.startDaemon(spark, folder, "master.Master");
      cluster.master = master.awaitErrLine(MASTER_STARTED);
      for (int i = 0; i < workers; i++) {
        Path work = Files.createDirectories(folder.resolve("worker-" + i));
        cluster.workFolders.add(work);
        cluster.startDaemon(
            spark,
            folder,
            "worker.Worker",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            work.toString(),
            cluster.master);
      }
      for (ChildProcess process : cluster.processes) {
        if (process != master) {
          String unused = process.awaitErrLine(REGISTERED);
        }
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** Ports are the system's choice. */
  private ChildProcess startDaemon(
      MavenSpark spark, Path folder, String daemon, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            spark.command(
                "512m",
                "org.apache.spark.deploy." + daemon,
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0"));
    command.addAll(List.of(arguments));
    ChildProcess process = ChildProcess.start(command, spark.environment(), folder);
    processes.push(process);
    return process;
  }

  /** The master's URL. */
  public String master() {
    return master;
  }

  /** Where each worker keeps what its executors write. */
  public List<Path> workFolders() {
    return List.copyOf(workFolders);
  }

  /** Stops the workers with their executors, then the master. */
  @Override
  public void close() {
    while (!processes.isEmpty()) {
      processes.pop().close();
    }
  }
}
