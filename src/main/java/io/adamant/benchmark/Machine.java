package io.adamant.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.SparkContext;

/**
 * What a figure was measured on.
 *
 * @param memoryGibibytes the machine's, to the nearest whole number
 */
public record Machine(
    String processor,
    int cores,
    long memoryGibibytes,
    double heapGibibytes,
    String java,
    String spark,
    String master) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final double GIBIBYTE = 1L << 30;

  /** This one. */
  public static Machine of(SparkContext spark) {
    Runtime runtime = Runtime.getRuntime();
    return new Machine(
        processorName(),
        runtime.availableProcessors(),
        Math.round(memoryBytes() / GIBIBYTE),
        Math.rint(10 * runtime.maxMemory() / GIBIBYTE) / 10,
        "%s %s".formatted(System.getProperty("java.vm.name"), Runtime.version()),
        spark.version(),
        spark.master());
  }

  private static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  /** As Linux names it; elsewhere the architecture. */
  private static String processorName() {
    try {
      if (Files.exists(PROCESSORS)) {
        for (String line : Files.readAllLines(PROCESSORS)) {
          if (line.startsWith("model name")) {
            return line.substring(line.indexOf(':') + 1).strip();
          }
        }
      }
    } catch (IOException e) {
      return "%s (%s)".formatted(System.getProperty("os.arch"), e.getMessage());
    }
    return System.getProperty("os.arch");
  }

  /** In a line. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %d GiB (heap %.1f GiB); %s; Spark %s, %s",
        processor,
        cores,
        memoryGibibytes,
        heapGibibytes,
        java,
        spark,
        master);
  }
}
