package io.adamant.jobs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is compared: a job, and settings that runs of it have over it, as a list, a grid, or each of
 * a list with each of a grid.
 *
 * @param variants one a run, at least one
 * @param target loss of a validation to be reached; NaN for none
 */
record CompareSettings(List<Variant> variants, double target) {
  /** The section of a job file that says it. */
  static final String SECTION = "compare";

  private static final String RUNS = "runs";
  private static final String GRID = "grid";
  private static final String TARGET = "target";
  private static final String NAME = "name";
  private static final List<String> KEYS = List.of(RUNS, GRID, TARGET);

  private static final String NOTHING = "compare.runs and compare.grid hold nothing to compare";

  /** Keys that are those of the comparison. */
  private static final List<String> SHARED =
      List.of("output", "overwrite", CheckpointSettings.PATH);

  /** What a folder's name cannot hold everywhere. */
  private static final String AWKWARD = "[^A-Za-z0-9.=,_+-]+";

  /**
   * One run.
   *
   * @param name of its folder, too
   */
  record Variant(String name, JobConfiguration configuration, TrainSettings train) {}

  /** What a run has over the job. */
  private record Change(String name, Config keys) {
    Change and(Change other) {
      String both = name.isEmpty() ? other.name : name + "," + other.name;
      return new Change(both, other.keys.withFallback(keys));
    }
  }

  /**
   * Reads a comparison, and every setting of each of its runs.
   *
   * @throws UsageException where any of them has a mistake
   */
  static CompareSettings read(@Nullable File file, List<String> settings) {
    Config own = JobConfiguration.own(file, settings);
    Config base = own.withoutPath(SECTION);
    // A mistake in what all runs share is said once, at its own place.
    JobConfiguration.of(base);
    if (base.hasPath(CheckpointSettings.PATH)) {
      throw new UsageException(
          "%s: %s is for one run; a comparison writes none"
              .formatted(
                  JobConfiguration.place(base.getValue(CheckpointSettings.PATH).origin()),
                  CheckpointSettings.PATH));
    }
    if (!own.hasPath(SECTION)) {
      throw new UsageException(
          "nothing to compare: set compare.runs to a list, or compare.grid to lists of values");
    }
    Config section = section(own);
    List<Change> changes = new ArrayList<>(List.of(new Change("", ConfigFactory.empty())));
    if (section.hasPath(RUNS)) {
      changes = product(changes, list(section));
    }
    if (section.hasPath(GRID)) {
      Map<String, ConfigList> grid = new TreeMap<>();
      collect("", section.getObject(GRID), grid);
      for (Map.Entry<String, ConfigList> key : grid.entrySet()) {
        changes = product(changes, values(key.getKey(), key.getValue()));
      }
    }
    List<Variant> variants = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (Change change : changes) {
      String name = change.name.replaceAll(AWKWARD, "-");
      if (name.isEmpty()) {
        throw new UsageException(NOTHING);
      }
      if (!names.add(name)) {
        throw new UsageException("compare: two runs would be named " + name);
      }
      JobConfiguration configuration = JobConfiguration.of(change.keys.withFallback(base));
      try {
        variants.add(new Variant(name, configuration, TrainSettings.read(configuration)));
      } catch (UsageException e) {
        throw new UsageException("run %s: %s".formatted(name, e.getMessage()));
      }
    }
    if (variants.isEmpty()) {
      throw new UsageException(NOTHING);
    }
    return new CompareSettings(variants, target(section));
  }

  private static Config section(Config own) {
    ConfigValue value = own.getValue(SECTION);
    if (!(value instanceof ConfigObject object)) {
      throw new UsageException(
          "%s: compare must be a section".formatted(JobConfiguration.place(value.origin())));
    }
    for (Map.Entry<String, ConfigValue> member : object.entrySet()) {
      if (!KEYS.contains(member.getKey())) {
        throw new UsageException(
            "%s: no such key: compare.%s; the nearest is compare.%s"
                .formatted(
                    JobConfiguration.place(member.getValue().origin()),
                    member.getKey(),
                    KnownKeys.nearest(member.getKey(), KEYS)));
      }
    }
    return object.toConfig();
  }

  private static double target(Config section) {
    if (!section.hasPath(TARGET)) {
      return Double.NaN;
    }
    ConfigValue value = section.getValue(TARGET);
    try {
      double target = section.getDouble(TARGET);
      if (Double.isFinite(target)) {
        return target;
      }
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      // Said below, as of any other value that is no loss.
    }
    throw new UsageException(
        "%s: compare.target must be a finite number, got %s"
            .formatted(JobConfiguration.place(value.origin()), text(value)));
  }

  private static List<Change> product(List<Change> left, List<Change> right) {
    List<Change> both = new ArrayList<>();
    left.forEach(one -> right.forEach(other -> both.add(one.and(other))));
    return both;
  }

  private static List<Change> list(Config section) {
    if (!(section.getValue(RUNS) instanceof ConfigList runs)) {
      throw new UsageException(
          "%s: compare.runs must be a list such as [{ name = a, optimizer.type = adam }]"
              .formatted(JobConfiguration.place(section.getValue(RUNS).origin())));
    }
    List<Change> changes = new ArrayList<>();
    for (ConfigValue run : runs) {
      if (!(run instanceof ConfigObject object)) {
        throw new UsageException(
            "%s: each of compare.runs must be { key = value, ... }, got %s"
                .formatted(JobConfiguration.place(run.origin()), text(run)));
      }
      Config keys = object.withoutKey(NAME).toConfig();
      requireOwn(keys);
      Map<String, String> words = new LinkedHashMap<>();
      for (String key : new TreeMap<>(flat(keys)).keySet()) {
        words.put(key, text(keys.getValue(key)));
      }
      ConfigValue name = object.get(NAME);
      changes.add(new Change(name == null ? name(words) : text(name), keys));
    }
    return changes;
  }

  private static Map<String, ConfigValue> flat(Config keys) {
    Map<String, ConfigValue> flat = new TreeMap<>();
    keys.entrySet().forEach(entry -> flat.put(entry.getKey(), entry.getValue()));
    return flat;
  }

  private static void collect(String prefix, ConfigObject object, Map<String, ConfigList> grid) {
    for (Map.Entry<String, ConfigValue> member : object.entrySet()) {
      String key = prefix + member.getKey();
      ConfigValue value = member.getValue();
      if (value instanceof ConfigObject nested) {
        collect(key + ".", nested, grid);
      } else if (value instanceof ConfigList list && !list.isEmpty()) {
        grid.put(key, list);
      } else {
        throw new UsageException(
            "%s: compare.grid.%s must be a list of values, got %s"
                .formatted(JobConfiguration.place(value.origin()), key, text(value)));
      }
    }
  }

  private static List<Change> values(String key, ConfigList list) {
    List<Change> changes = new ArrayList<>();
    for (ConfigValue value : list) {
      Config keys = value.atPath(key);
      requireOwn(keys);
      changes.add(new Change(name(Map.of(key, text(value))), keys));
    }
    return changes;
  }

  /** Keys by their last words, with their values. */
  private static String name(Map<String, String> words) {
    List<String> parts = new ArrayList<>();
    words.forEach((key, value) -> parts.add(key.substring(key.lastIndexOf('.') + 1) + "=" + value));
    return String.join(",", parts);
  }

  private static void requireOwn(Config keys) {
    for (String key : SHARED) {
      if (keys.hasPathOrNull(key)) {
        throw new UsageException(
            "%s: %s is one for all runs: set it beside compare"
                .formatted(JobConfiguration.place(keys.getValue(key).origin()), key));
      }
    }
  }

  private static String text(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        ? String.valueOf(value.unwrapped())
        : value.render(ConfigRenderOptions.concise());
  }
}
