package io.adamant.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** A home folder for Spark made of links to the jars that Maven resolved for the build. */
public final class MavenSpark {
  /** The build writes the jars' paths here. */
  private static final Path JARS = Path.of("target", "spark-jars.txt");

  private final Path home;

  private MavenSpark(Path home) {
    this.home = home;
  }

  /** Makes the folder. */
  public static MavenSpark in(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String jar : Files.readString(JARS).strip().split(":", -1)) {
      Path target = Path.of(jar);
      Files.createSymbolicLink(jars.resolve(target.getFileName()), target);
    }
    return new MavenSpark(home);
  }

  public Path home() {
    return home;
  }

  /** The variables by which Spark finds its jars, and stays on this machine. */
  public Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_SCALA_VERSION", "2.13",
        "SPARK_LOCAL_IP", "127.0.0.1",
        "SPARK_CONF_DIR", "",
        "LOG4J_CONFIGURATION_FILE", "");
  }

  /** The command that runs one of Spark's classes in a JVM of its own. */
  public List<String> command(String memory, String mainClass, String... arguments) {
    return command(memory, List.of(), mainClass, arguments);
  }

  /**
   * The same with options of the JVM.
   *
   * @param options such as {@code -Dkey=value}
   */
  public List<String> command(
      String memory, List<String> options, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + memory);
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(options);
    command.addAll(List.of("-cp", home.resolve("jars") + "/*", mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The job jar that the build made. */
  public static Path jobJar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("adamant-.*-job\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no job jar under target; run mvn package"))
          .toAbsolutePath();
    }
  }
}
