package io.adamant.schedule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of recorded schedules, reproduced. Tolerances: two units in the last place for closed
 * forms, 5e-15 for rates that PyTorch chained; more in {@link GoldenColumn}.
 */
class GoldenSchedulesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("golden.dir", "src/test/resources/reference"));

  private record Coverage(List<GoldenColumn> covered, List<String> uncovered) {
    int all() {
      return covered.size() + uncovered.size();
    }
  }

  private static Coverage coverage() throws IOException {
    Coverage coverage = new Coverage(new ArrayList<>(), new ArrayList<>());
    List<Path> paths;
    try (Stream<Path> files = Files.list(FOLDER.resolve("sched"))) {
      paths = files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
    for (Path path : paths) {
      GoldenScheduleFile file = new GoldenScheduleFile(path);
      if (file.columns().contains("lr_torch(chained)")) {
        boolean isPlateau = file.columns().contains("metric");
        add(
            coverage,
            file.name,
            isPlateau ? new GoldenPlateau(file).columns() : new GoldenTorch(file).columns());
      } else {
        for (String title : file.columns()) {
          add(coverage, file.name + ", " + title, new GoldenFormula(file, title).columns());
        }
      }
    }
    return coverage;
  }

  private static void add(Coverage coverage, String name, List<GoldenColumn> columns) {
    coverage.covered().addAll(columns);
    if (columns.isEmpty()) {
      coverage.uncovered().add(name);
    }
  }

  static List<GoldenColumn> coveredColumns() throws IOException {
    return coverage().covered();
  }

  @ParameterizedTest
  @MethodSource("coveredColumns")
  void aScheduleFollowsItsRecord(GoldenColumn column) {
    column.assertFollowed();
  }

  @Test
  void theUncoveredAreNamed() throws IOException {
    Coverage coverage = coverage();
    System.out.printf(
        "covered %d of %d schedule columns%n", coverage.covered().size(), coverage.all());
    coverage.uncovered().forEach(name -> System.out.println("  not covered: " + name));
    assertTrue(coverage.covered().size() > coverage.uncovered().size());
  }
}
