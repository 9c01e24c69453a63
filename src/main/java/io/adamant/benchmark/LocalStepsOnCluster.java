package io.adamant.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import scala.Tuple2;

/**
 * The time of synchronous steps to a held-out log loss over that of rounds of local steps to the
 * same, both as they are by default, on a standalone cluster of two workers on this machine. It is
 * started for this, in a process of its own beside the session of the other comparisons: see {@link
 * ClusterTrainings}, which measures.
 */
final class LocalStepsOnCluster implements Comparison {
  /** The batch size of a job file that says nothing else. */
  private static final long BATCH = 4096;

  /** Fewer rows have smaller batches, so that an epoch has some rounds. */
  private static final long STEPS_AT_LEAST = 64;

  private static final int LOCAL_STEPS = 16;
  private static final String DRIVER_MEMORY = "4g";
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** What the session says of these holds on the cluster, too. */
  private static final List<String> PASSED_ON =
      List.of(
          "spark.serializer",
          "spark.kryo",
          "spark.broadcast.",
          "spark.driver.maxResultSize",
          "spark.locality.",
          "spark.rpc.",
          "spark.shuffle.",
          "spark.ui.");

  @Override
  public String name() {
    return "local-steps";
  }

  @Override
  public String what() {
    return "time to held-out log loss on a standalone cluster of two workers, synchronous steps over 16 local ones a round";
  }

  @Override
  public Bar bar() {
    return Bar.atLeast(3);
  }

  @Override
  public Result run(Workbench bench) {
    bench.say("starting a cluster of two workers");
    try {
      Process process =
          new ProcessBuilder(command(bench)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try {
        return result(process, bench);
      } finally {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
            .forEach(ProcessHandle::destroy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the benchmark was interrupted", e);
    }
  }

  private Result result(Process process, Workbench bench) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ClusterTrainings.Line read = ClusterTrainings.Line.parse(line);
        switch (read.kind()) {
          case PROGRESS -> bench.say("%s", read.text());
          case NOTE -> notes.add(read.text());
          case SECONDS -> figures.add(new Figure(read.text(), "s", read.values()));
        }
      }
    }
    int code = process.waitFor();
    if (code != 0 || figures.size() < 2) {
      throw new IllegalStateException(
          "the trainings on the cluster ended with code %d and %d figures"
              .formatted(code, figures.size()));
    }
    return Result.of(this, figures.get(0).median() / figures.get(1).median(), figures, notes);
  }

  private static List<String> command(Workbench bench) {
    String home = System.getenv("SPARK_HOME");
    if (home == null) {
      throw new IllegalStateException("SPARK_HOME is not set: start with jobs/adamant");
    }
    String jar = jobJar();
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.add("-Xmx" + DRIVER_MEMORY);
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    for (Tuple2<String, String> setting : bench.spark().getConf().getAll()) {
      if (PASSED_ON.stream().anyMatch(setting._1()::startsWith)) {
        command.add("-D%s=%s".formatted(setting._1(), setting._2()));
      }
    }
    command.add("-Dspark.executor.extraClassPath=" + jar);
    command.addAll(
        List.of("-cp", jar + ":" + Path.of(home, "jars", "*"), ClusterTrainings.class.getName()));
    Sizes sizes = bench.sizes();
    for (long argument :
        new long[] {
          sizes.rows(),
          sizes.features(),
          Math.max(1, Math.min(BATCH, sizes.rows() / STEPS_AT_LEAST)),
          LOCAL_STEPS,
          sizes.rounds()
        }) {
      command.add(Long.toString(argument));
    }
    return command;
  }

  /** Where this class is from. */
  private static String jobJar() {
    try {
      return Path.of(
              LocalStepsOnCluster.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
