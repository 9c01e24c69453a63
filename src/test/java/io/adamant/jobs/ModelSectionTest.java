package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.adamant.model.ModelCatalog;
import io.adamant.model.ModelSettings;
import io.adamant.testing.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models, catalog, guide and the keys of {@code conf/reference.conf} name the same settings. */
class ModelSectionTest {
  private static final Pattern NULL_KEY = Pattern.compile(" *([a-z0-9-]+) = null *# (.*)");

  /** Values of settings that no model has as its default. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "bias",
          "false",
          "loss",
          "squared",
          "factors",
          "3",
          "initial-seed",
          "4",
          "dimension",
          "3",
          "pooling",
          "sum",
          "hidden",
          "[7, 5]",
          "activation",
          "tanh");

  static Stream<ModelCatalog.Entry> entries() {
    return ModelCatalog.ENTRIES.stream();
  }

  @Test
  void everyRecordOfSettingsHasItsEntry() {
    Set<String> records =
        new ClassFileImporter()
            .importPackages("io.adamant.model").stream()
                .filter(type -> type.isRecord() && type.isAssignableTo(ModelSettings.class))
                .filter(type -> !type.getName().contains("Test"))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    Set<String> entries =
        entries()
            .map(entry -> entry.defaults().getClass().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(entries, records);
    assertEquals(ModelCatalog.names().size(), Set.copyOf(ModelCatalog.names()).size());
  }

  /** The lines of the section; a comment that goes on in the next line is joined. */
  private static List<String> sectionOfTheReference() throws IOException {
    String text = Files.readString(Path.of("conf", "reference.conf"));
    int from = text.indexOf("\nmodel {");
    String section = text.substring(from, text.indexOf("\n}", from));
    return section.replaceAll("\\n {20,}# ", " ").lines().toList();
  }

  @Test
  void theReferenceListsEveryTypeAndTheModelsThatTakeEachKey() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (ModelCatalog.Entry entry : ModelCatalog.ENTRIES) {
      for (String key : RecordSettings.keys(entry.defaults())) {
        List<String> takers = ModelSection.namesWith(key);
        expected.put(
            key, takers.size() == ModelCatalog.ENTRIES.size() ? "all" : String.join(", ", takers));
      }
    }
    Map<String, String> found = new TreeMap<>();
    for (String line : sectionOfTheReference()) {
      Matcher key = NULL_KEY.matcher(line);
      if (key.matches() && !ModelSection.COMMON_KEYS.contains(key.group(1))) {
        found.put(key.group(1), key.group(2).strip());
      }
    }
    assertEquals(expected, found);
    String types = String.join(" | ", ModelCatalog.names());
    assertTrue(
        sectionOfTheReference().stream()
            .anyMatch(line -> line.matches(" *type = logistic +# " + Pattern.quote(types))),
        types);
  }

  @Test
  void theGuideHasARowForEveryModel() throws IOException {
    String guide = Files.readString(Path.of("src", "site", "markdown", "models.md"));
    for (String name : ModelCatalog.names()) {
      assertTrue(guide.contains("\n| `%s` |".formatted(name)), name);
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void theTypeAloneGivesTheDefaultsAndTheDefaultsAsPrintedAreReadBack(ModelCatalog.Entry entry) {
    assertEquals(entry.defaults(), read(entry, List.of()));
    List<String> settings = new ArrayList<>();
    RecordSettings.texts(entry.defaults())
        .forEach((key, text) -> settings.add("model." + key + "=" + text));
    assertEquals(entry.defaults(), read(entry, settings));
  }

  @Test
  void everySettingReachesItsModel() {
    for (ModelCatalog.Entry entry : ModelCatalog.ENTRIES) {
      for (String key : RecordSettings.keys(entry.defaults())) {
        String other = OTHERS.getOrDefault(key, "0.25");
        ModelSettings read = read(entry, List.of("model." + key + "=" + other));
        assertEquals(other, RecordSettings.texts(read).get(key), entry.name());
      }
    }
  }

  private static ModelSettings read(ModelCatalog.Entry entry, List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.add("model.type=" + entry.name());
    return ModelSection.settings(JobConfiguration.load(null, all));
  }

  @Test
  void helpModelsTellsOfEachItsLossAndItsSettings() {
    CommandRun run = CommandRun.of("help", "models");
    assertEquals(Adamant.OK, run.code(), run.err());
    for (ModelCatalog.Entry entry : ModelCatalog.ENTRIES) {
      assertTrue(run.out().contains("\n%-20s".formatted(entry.name())), entry.name());
      assertTrue(run.out().contains("loss: " + entry.loss()), entry.name());
    }
    assertTrue(run.out().contains("huber-delta = 1, bias = true"), run.out());
    run.outLines().forEach(line -> assertTrue(line.length() <= Paragraph.WIDTH, line));
  }
}
