package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.adamant.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules, catalog and the keys of {@code conf/reference.conf} name the same settings. */
class OptimizerCatalogTest {
  /** A key of the section with null for its default, and the comment beside it. */
  private static final Pattern NULL_KEY = Pattern.compile(" *([a-z0-9-]+) = null *# ([^:]*).*");

  /** A key of the guide, its default, and who takes it. */
  private static final Pattern GUIDE_ROW =
      Pattern.compile("\\| `optimizer\\.([a-z0-9-]+)` \\| ([^|]*) \\| .* \\| ([^|]*) \\|");

  static Stream<OptimizerCatalog.Entry> entries() {
    return OptimizerCatalog.ENTRIES.stream();
  }

  @Test
  void everyUpdateRuleHasItsEntry() {
    Set<String> rules =
        new ClassFileImporter()
            .importPackages("io.adamant.optimizer.rule").stream()
                .filter(type -> type.isAssignableTo(Optimizer.class) && !type.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    Set<String> entries =
        entries()
            .map(entry -> entry.defaults().getClass().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(rules, entries);
    List<String> names = OptimizerCatalog.names();
    assertEquals(names.size(), Set.copyOf(names).size(), "names differ");
  }

  @Test
  void everySettingHasItsKeyInTheReferenceBesideTheOptimizersThatTakeIt() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    entries()
        .flatMap(entry -> entry.keys().stream())
        .forEach(key -> expected.put(key, takers(OptimizerCatalog.namesWith(key))));
    Map<String, String> found = new TreeMap<>();
    for (String line : sectionOfTheReference()) {
      Matcher key = NULL_KEY.matcher(line);
      if (key.matches() && !OptimizerSettings.COMMON_KEYS.contains(key.group(1))) {
        found.put(key.group(1), key.group(2).strip());
      }
    }
    assertEquals(expected, found);
  }

  @Test
  void theGuideSaysDefaultsAndOptimizersOfEverySetting() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    entries()
        .flatMap(entry -> entry.keys().stream())
        .forEach(
            key ->
                expected.put(
                    key,
                    "%s | %s".formatted(defaults(key), takers(OptimizerCatalog.namesWith(key)))));
    Map<String, String> found = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("src", "site", "markdown", "configuration.md"))) {
      Matcher row = GUIDE_ROW.matcher(line);
      if (row.matches() && !OptimizerSettings.COMMON_KEYS.contains(row.group(1))) {
        found.put(row.group(1), row.group(2) + " | " + row.group(3));
      }
    }
    assertEquals(expected, found);
  }

  /** Such as {@code none: 0, adamw 0.01}: what most have comes first, without their names. */
  private static String defaults(String key) {
    Map<String, List<String>> namesByValue = new LinkedHashMap<>();
    for (OptimizerCatalog.Entry entry : OptimizerCatalog.ENTRIES) {
      String value = RecordSettings.texts(entry.defaults()).get(key);
      if (value != null) {
        namesByValue.computeIfAbsent(value, unused -> new ArrayList<>()).add(entry.name());
      }
    }
    String usual =
        namesByValue.keySet().stream()
            .max(Comparator.comparing(value -> namesByValue.getOrDefault(value, List.of()).size()))
            .orElseThrow();
    StringBuilder text = new StringBuilder("none: " + usual);
    namesByValue.forEach(
        (value, names) ->
            text.append(value.equals(usual) ? "" : ", %s %s".formatted(words(names), value)));
    return text.toString();
  }

  private static String words(List<String> names) {
    return String.join(" and ", names);
  }

  private static String takers(List<String> names) {
    List<String> others = new ArrayList<>(OptimizerCatalog.names());
    others.removeAll(names);
    if (others.isEmpty()) {
      return "all";
    }
    return others.size() < names.size() / 2
        ? "all but " + String.join(", ", others)
        : String.join(", ", names);
  }

  @Test
  void theReferenceListsEveryTypeAndNoOther() throws IOException {
    String types =
        sectionOfTheReference().stream()
            .filter(line -> line.strip().startsWith("type = "))
            .map(line -> line.replaceFirst(".*# ", "").replaceFirst(";.*", ""))
            .collect(Collectors.joining());
    assertEquals(String.join(" | ", OptimizerCatalog.names()), types);
  }

  /** The lines of the section; a comment that goes on in the next line is joined. */
  private static List<String> sectionOfTheReference() throws IOException {
    String text = Files.readString(Path.of("conf", "reference.conf"));
    int from = text.indexOf("\noptimizer {");
    String section = text.substring(from, text.indexOf("\n}", from));
    return section.replaceAll("\\n {20,}# ", " ").lines().toList();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theTypeAloneGivesTheDefaults(OptimizerCatalog.Entry entry) {
    assertEquals(entry.defaults(), read(entry, List.of()));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theDefaultsAsTheyArePrintedAreReadBack(OptimizerCatalog.Entry entry) {
    List<String> settings = new ArrayList<>();
    RecordSettings.texts(entry.defaults())
        .forEach((key, text) -> settings.add("optimizer." + key + "=" + text));
    assertEquals(entry.keys().size(), settings.size());
    assertEquals(entry.defaults(), read(entry, settings));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everySettingReachesTheRuleOrIsRefusedByIt(OptimizerCatalog.Entry entry) {
    Map<String, String> defaults = RecordSettings.texts(entry.defaults());
    for (String key : entry.keys()) {
      for (String text : otherValues(entry, key, defaults.getOrDefault(key, ""))) {
        List<String> setting = List.of("optimizer." + key + "=" + text);
        Function<String, String> without = all -> all.replaceFirst("^.*: ", "");
        try {
          assertEquals(text, RecordSettings.texts(read(entry, setting)).get(key));
        } catch (UsageException e) {
          String refused = without.apply(String.valueOf(e.getMessage()));
          assertTrue(refused.startsWith("optimizer."), refused);
        }
      }
    }
  }

  private static List<String> otherValues(OptimizerCatalog.Entry entry, String key, String usual) {
    List<String> words = new ArrayList<>(RecordSettings.words(entry.defaults(), key));
    if (words.isEmpty()) {
      return usual.equals("false")
          ? List.of("true")
          : usual.equals("true") ? List.of("false") : List.of("0.125", "2");
    }
    words.remove(usual);
    return words;
  }

  @ParameterizedTest
  @MethodSource("entries")
  void settingsOfOthersAreRefusedByName(OptimizerCatalog.Entry entry) {
    Set<String> others =
        entries().flatMap(other -> other.keys().stream()).collect(Collectors.toSet());
    entry.keys().forEach(others::remove);
    for (String key : others) {
      UsageException refused =
          assertThrows(UsageException.class, () -> read(entry, List.of("optimizer." + key + "=1")));
      String message = String.valueOf(refused.getMessage());
      assertTrue(
          message.contains(
              "optimizer.%s is not a setting of %s, but of ".formatted(key, entry.name())),
          message);
    }
  }

  private static Optimizer read(OptimizerCatalog.Entry entry, List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.add("optimizer.type=" + entry.name());
    return OptimizerSettings.optimizer(JobConfiguration.load(null, all));
  }
}
