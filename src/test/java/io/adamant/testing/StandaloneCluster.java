package io.adamant.testing;

import io.adamant.jobs.Adamant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spark's standalone cluster: a master, workers of one core each, and what is submitted to it. */
public final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER_STARTED =
      Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED =
      Pattern.compile("Successfully registered with (master)");

  private final MavenSpark spark;
  private final Path folder;
  private final Host masterHost;
  private final List<String> conf;
  private final List<ChildProcess> workers = new ArrayList<>();
  private final List<Path> workFolders = new ArrayList<>();
  private @Nullable ChildProcess master;
  private String url = "";

  private StandaloneCluster(MavenSpark spark, Path folder, Host masterHost, List<String> conf) {
    this.spark = spark;
    this.folder = folder;
    this.masterHost = masterHost;
    this.conf = conf;
  }

  /**
   * Where a process runs.
   *
   * @param enter what stands before its command, to run it there
   */
  public record Host(String address, List<String> enter) {
    /** This machine's loopback interface. */
    public static final Host LOOPBACK = new Host("127.0.0.1", List.of());
  }

  /** A cluster on the loopback interface. */
  public static StandaloneCluster start(MavenSpark spark, int workers, Path folder)
      throws IOException, InterruptedException {
    Host[] hosts = new Host[workers];
    Arrays.fill(hosts, Host.LOOPBACK);
    return start(spark, folder, Host.LOOPBACK, List.of(hosts), List.of());
  }

  /**
   * Starts a cluster and waits until its workers have registered.
   *
   * @param folder for what the workers write
   * @param conf {@code key=value} for master and workers
   */
  public static StandaloneCluster start(
      MavenSpark spark, Path folder, Host masterHost, List<Host> workerHosts, List<String> conf)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(spark, folder, masterHost, conf);
    try {
      cluster.startAll(workerHosts);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void startAll(List<Host> workerHosts) throws IOException, InterruptedException {
    ChildProcess started = startDaemon(masterHost, "master.Master");
    master = started;
    url = started.awaitErrLine(MASTER_STARTED);
    for (int i = 0; i < workerHosts.size(); i++) {
      Path work = Files.createDirectories(folder.resolve("worker-" + i));
      workFolders.add(work);
      workers.add(
          startDaemon(
              workerHosts.get(i),
              "worker.Worker",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--work-dir",
              work.toString(),
              url));
    }
    for (ChildProcess worker : workers) {
      String unused = worker.awaitErrLine(REGISTERED);
    }
  }

  /** Ports are the system's choice. */
  private ChildProcess startDaemon(Host host, String daemon, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(host.enter());
    words.addAll(
        spark.command(
            "512m",
            options(),
            "org.apache.spark.deploy." + daemon,
            "--host",
            host.address(),
            "--port",
            "0",
            "--webui-port",
            "0"));
    words.addAll(List.of(arguments));
    return ChildProcess.start(words, environment(host), folder);
  }

  private List<String> options() {
    return conf.stream().map(setting -> "-D" + setting).toList();
  }

  private Map<String, String> environment(Host host) {
    Map<String, String> environment = new HashMap<>(spark.environment());
    environment.put("SPARK_LOCAL_IP", host.address());
    return environment;
  }

  /**
   * Submits a command of the job jar, with an executor of one core on each worker.
   *
   * @param conf {@code key=value} for Spark
   * @param arguments of the command line
   */
  public ChildProcess submit(List<String> conf, List<String> arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--master",
                url,
                "--executor-memory",
                "512m",
                "--executor-cores",
                "1",
                "--class",
                Adamant.class.getName()));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "spark.ui.enabled=false",
                "spark.driver.host=" + masterHost.address(),
                "spark.driver.bindAddress=" + masterHost.address(),
                // No task before all workers are there, so that each gets some.
                "spark.scheduler.minRegisteredResourcesRatio=1.0",
                "spark.scheduler.maxRegisteredResourcesWaitingTime=120s"));
    settings.addAll(conf);
    for (String setting : settings) {
      words.addAll(List.of("--conf", setting));
    }
    words.add(MavenSpark.jobJar().toString());
    words.addAll(arguments);
    List<String> command = new ArrayList<>(masterHost.enter());
    command.addAll(
        spark.command(
            "1g", List.of(), "org.apache.spark.deploy.SparkSubmit", words.toArray(String[]::new)));
    return ChildProcess.start(command, environment(masterHost), folder);
  }

  /** The master's URL. */
  public String master() {
    return url;
  }

  /** Ends the executor of a worker at once; false where it has none. */
  public boolean killExecutor(int worker) {
    return workers.get(worker).killDescendant("CoarseGrainedExecutorBackend");
  }

  /** Ends a worker at once; its executors notice. */
  public void killWorker(int worker) {
    workers.get(worker).kill();
  }

  /** Where each worker keeps what its executors write. */
  public List<Path> workFolders() {
    return List.copyOf(workFolders);
  }

  /** Stops the workers with their executors, then the master. */
  @Override
  public void close() {
    workers.forEach(ChildProcess::close);
    if (master != null) {
      master.close();
    }
  }
}
