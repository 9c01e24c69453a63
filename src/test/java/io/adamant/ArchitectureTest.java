package io.adamant;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages. They point down the list of {@link #arrows}, and nowhere else. */
class ArchitectureTest {
  private static final String ROOT = "io.adamant.";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.adamant");

  private static final String[] CLUSTER = {
    "org.apache.spark..", "scala..", "org.apache.hadoop..", "com.esotericsoftware.."
  };

  /**
   * A package with all that it may use, beside itself, the JDK and jspecify. The package jobs,
   * which may use everything, has none.
   */
  record Arrow(String source, List<String> targets) {
    static Arrow of(String source, String... targets) {
      return new Arrow(source, List.of(targets));
    }

    String packageName() {
      return ROOT + source;
    }

    String[] allowed() {
      return Stream.concat(
              Stream.of(packageName(), "java..", "org.jspecify.annotations"), targets.stream())
          .toArray(String[]::new);
    }

    @Override
    public String toString() {
      return source + " -> " + targets;
    }
  }

  static Stream<Arrow> arrows() {
    return Stream.of(
        Arrow.of("linalg"),
        Arrow.of("schedule"),
        Arrow.of("data", "io.adamant.linalg"),
        Arrow.of(
            "data.encoding",
            "io.adamant.linalg",
            "io.adamant.data",
            // MurmurHash3; Spark brings it along.
            "org.apache.commons.codec.digest"),
        Arrow.of("optimizer", "io.adamant.linalg", "io.adamant.schedule"),
        Arrow.of("optimizer.rule", "io.adamant.linalg", "io.adamant.optimizer"),
        Arrow.of("model", "io.adamant.linalg", "io.adamant.data"),
        Arrow.of("metrics", "io.adamant.linalg"),
        Arrow.of("storage", "io.adamant.linalg", "com.google.gson.."),
        Arrow.of("report", "io.adamant.metrics", "com.google.gson.."),
        Arrow.of(
            "engine",
            "io.adamant.linalg",
            "io.adamant.schedule",
            "io.adamant.data",
            "io.adamant.data.encoding",
            "io.adamant.optimizer",
            // Averaging the copies of local steps is SGD of rate 1.
            "io.adamant.optimizer.rule",
            "io.adamant.model",
            "io.adamant.metrics",
            "io.adamant.storage",
            // Spark core; its SQL and ML belong to the package ml.
            "org.apache.spark",
            "org.apache.spark.api..",
            "org.apache.spark.broadcast..",
            "org.apache.spark.rdd..",
            // The line to resident tasks, and how many of them can run.
            "org.apache.spark.rpc..",
            "org.apache.spark.resource..",
            "org.apache.spark.serializer..",
            "org.apache.spark.storage..",
            "org.apache.spark.util..",
            "org.apache.hadoop..",
            "scala.."),
        Arrow.of(
            "serialization",
            "io.adamant.optimizer",
            "io.adamant.linalg",
            "io.adamant.data",
            "io.adamant.data.encoding",
            "io.adamant.metrics",
            "io.adamant.engine",
            "com.esotericsoftware.kryo..",
            "org.apache.spark.serializer..",
            // One class of Spark ML whose registration Spark's own list lacks.
            "org.apache.spark.ml.linalg"),
        Arrow.of(
            "ml",
            "io.adamant.linalg",
            "io.adamant.schedule",
            "io.adamant.data",
            "io.adamant.data.encoding",
            "io.adamant.optimizer",
            "io.adamant.model",
            "io.adamant.metrics",
            "io.adamant.storage",
            "io.adamant.engine",
            "org.apache.spark..",
            "org.apache.hadoop..",
            "scala.."),
        Arrow.of(
            "benchmark",
            "io.adamant.linalg",
            "io.adamant.schedule",
            "io.adamant.data",
            "io.adamant.optimizer",
            "io.adamant.optimizer.rule",
            "io.adamant.model",
            "io.adamant.metrics",
            "io.adamant.engine",
            "io.adamant.ml",
            "org.apache.spark..",
            "scala..",
            // How much memory the machine has.
            "com.sun.management"));
  }

  @ParameterizedTest
  @MethodSource("arrows")
  void aPackageUsesNothingBesideWhatItsArrowsPointTo(Arrow arrow) {
    classes()
        .that()
        .resideInAPackage(arrow.packageName())
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(arrow.allowed())
                // Arrays of primitives and primitives themselves live in no package.
                .or(resideInAnyPackage("")))
        .check(MAIN);
  }

  @Test
  void everyPackageHasItsArrows() {
    Set<String> found =
        MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    Set<String> known =
        arrows().map(Arrow::packageName).collect(Collectors.toCollection(TreeSet::new));
    known.add(ROOT + "jobs");
    assertEquals(known, found);
  }

  @Test
  void nothingBelowTheEngineKnowsTheCluster() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                ROOT + "engine..",
                ROOT + "serialization..",
                ROOT + "ml..",
                ROOT + "benchmark..",
                ROOT + "jobs.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CLUSTER)
        .check(MAIN);
  }

  @Test
  void nothingImportsTheJobs() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "jobs..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "jobs..")
        .check(MAIN);
  }

  @Test
  void thereAreNoCyclesBetweenPackages() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(MAIN);
  }

  /**
   * What is read from files is numbers and words: nothing in it names code, or is run. The
   * benchmark, which reads no files, starts a cluster in a process of its own.
   */
  @Test
  void nothingThatIsReadCanRunCode() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "benchmark..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            ObjectInputStream.class,
            ProcessBuilder.class,
            Process.class,
            URLClassLoader.class,
            ScriptEngineManager.class)
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String.class)
        .orShould()
        .callMethod(ClassLoader.class, "loadClass", String.class)
        .check(MAIN);
  }
}
