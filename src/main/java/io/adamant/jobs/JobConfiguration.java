package io.adamant.jobs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a job: defaults, then the job file, then what the command line sets. Getters name
 * file, line and key in their errors.
 */
final class JobConfiguration {
  private static final String REFERENCE = "io/adamant/conf/reference.conf";

  private final Config config;

  /** The key of the list that this is an element of; empty for a whole job. */
  private final String list;

  private JobConfiguration(Config config, String list) {
    this.config = config;
    this.list = list;
  }

  /**
   * Reads a job file.
   *
   * @param file null for none
   * @param settings {@code key=value} each
   * @throws UsageException where the file is missing or malformed, or a key does not exist
   */
  static JobConfiguration load(@Nullable File file, List<String> settings) {
    return load(file, settings, Map.of());
  }

  /**
   * Reads a job file.
   *
   * @param brought keys with values that stand above the defaults and below all else
   */
  static JobConfiguration load(
      @Nullable File file, List<String> settings, Map<String, Object> brought) {
    Config own = own(file, settings);
    if (own.hasPathOrNull(CompareSettings.SECTION)) {
      throw new UsageException(
          "%s: the section %s is for jobs/adamant compare"
              .formatted(
                  place(own.getValue(CompareSettings.SECTION).origin()), CompareSettings.SECTION));
    }
    return of(own, brought);
  }

  /**
   * What job file and command line say, without the defaults.
   *
   * @throws UsageException where the file is missing or malformed
   */
  static Config own(@Nullable File file, List<String> settings) {
    try {
      JobFile reader = new JobFile();
      Config config = file == null ? ConfigFactory.empty() : reader.read(file);
      for (String setting : settings) {
        config = with(config, setting, reader);
      }
      return resolved(config);
    } catch (ConfigException e) {
      throw new UsageException(oneLine(e));
    } catch (StackOverflowError e) {
      throw nestedTooDeep();
    }
  }

  /**
   * A job's own keys, over the defaults.
   *
   * @throws UsageException where a key does not exist
   */
  static JobConfiguration of(Config own) {
    return of(own, Map.of());
  }

  private static JobConfiguration of(Config own, Map<String, Object> brought) {
    try {
      Config reference = reference();
      KnownKeys.of(reference.root()).require(own.root());
      requireNoPasswords(own);
      Config above = own.withFallback(ConfigFactory.parseMap(brought));
      return new JobConfiguration(resolved(above.withFallback(reference)), "");
    } catch (ConfigException e) {
      throw new UsageException(oneLine(e));
    } catch (StackOverflowError e) {
      throw nestedTooDeep();
    }
  }

  /**
   * The library's parser calls itself for each bracket, dot and reference: to count how deep it
   * will go would take a second one.
   */
  private static UsageException nestedTooDeep() {
    return new UsageException("the configuration is nested too deep");
  }

  /**
   * The keys that a checkpoint has kept.
   *
   * @param settings {@code key=value} each, above them
   */
  static JobConfiguration ofSaved(String json, List<String> settings) {
    try {
      Config reference = reference();
      JobFile reader = new JobFile();
      Config config = reader.read(json, "the checkpoint");
      for (String setting : settings) {
        config = with(config, setting, reader);
      }
      config = resolved(config);
      KnownKeys.of(reference.root()).require(config.root());
      requireNoPasswords(config);
      return new JobConfiguration(resolved(config.withFallback(reference)), "");
    } catch (ConfigException e) {
      throw new UsageException(oneLine(e));
    } catch (StackOverflowError e) {
      throw nestedTooDeep();
    }
  }

  private static Config reference() {
    return ConfigFactory.parseResources(
        JobConfiguration.class.getClassLoader(),
        REFERENCE,
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /** All keys with their values, as JSON. */
  String json() {
    return config.root().render(ConfigRenderOptions.concise());
  }

  /**
   * What a run is follows from its job file and command line, which can be read; so no variables.
   */
  private static Config resolved(Config config) {
    try {
      return config.resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false));
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new UsageException(
          oneLine(e)
              + " (${...} stands for a key that the job sets, not for environment variables: give"
              + " those with --set)");
    }
  }

  private static void requireNoPasswords(Config config) {
    for (Map.Entry<String, ConfigValue> value : config.entrySet()) {
      if (value.getValue().unwrapped() instanceof String text) {
        UserPath.requireNoPassword(
            "%s: %s".formatted(place(value.getValue().origin()), value.getKey()), text);
      }
    }
  }

  private static Config with(Config config, String setting, JobFile reader) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new UsageException("--set takes key=value, got '%s'".formatted(setting));
    }
    reader.require("--set", setting.length(), setting);
    String key = setting.substring(0, equals).trim();
    String text = setting.substring(equals + 1).trim();
    ConfigOrigin origin = ConfigOriginFactory.newSimple("--set");
    // Lists and objects are HOCON; anything else is taken as it stands, so that paths need no
    // quotes.
    if (text.startsWith("[") || text.startsWith("{")) {
      return reader.read(key + " = " + text).withFallback(config);
    }
    ConfigValue value = ConfigValueFactory.fromAnyRef(text.equals("null") ? null : text);
    return config.withValue(key, value.withOrigin(origin));
  }

  /** Whether a key has a value other than null. */
  boolean has(String key) {
    return config.hasPath(key);
  }

  String string(String key) {
    return get(key, "a word", () -> config.getString(key));
  }

  @Nullable String optionalString(String key) {
    return has(key) ? string(key) : null;
  }

  boolean bool(String key) {
    return get(key, "true or false", () -> config.getBoolean(key));
  }

  double number(String key) {
    return get(key, "a number", () -> config.getDouble(key));
  }

  double number(String key, double otherwise) {
    return has(key) ? number(key) : otherwise;
  }

  /** A whole number within limits, both inclusive. */
  long integer(String key, long least, long most) {
    long value = get(key, "a whole number", () -> config.getLong(key));
    double exact = get(key, "a whole number", () -> config.getDouble(key));
    if (value != exact || value < least || value > most) {
      throw invalid(
          key,
          "must be a whole number from %d to %d, got %s"
              .formatted(least, most, config.getString(key)));
    }
    return value;
  }

  /** A list of whole numbers. */
  List<Long> integers(String key) {
    String expected = "a list of whole numbers such as [1, 2]";
    List<Long> values = get(key, expected, () -> config.getLongList(key));
    List<Double> exact = get(key, expected, () -> config.getDoubleList(key));
    for (int i = 0; i < values.size(); i++) {
      if ((double) values.get(i) != exact.get(i)) {
        throw invalid(key, "must be whole numbers, got " + exact);
      }
    }
    return values;
  }

  /** A list of numbers. */
  List<Double> numbers(String key) {
    return get(key, "a list of numbers such as [0.5, 1]", () -> config.getDoubleList(key));
  }

  /** A list of words; one alone needs no brackets. */
  List<String> strings(String key) {
    return has(key) && !isList(key)
        ? List.of(string(key))
        : get(key, "a word or a list such as [a, b]", () -> config.getStringList(key));
  }

  /** One of some words. */
  String choice(String key, List<String> choices) {
    String word = string(key);
    if (!choices.contains(word)) {
      throw invalid(key, "must be one of %s, got %s".formatted(String.join(", ", choices), word));
    }
    return word;
  }

  /** One of some values, by its word. */
  <T> T choice(String key, List<T> values, Function<? super T, String> word) {
    List<String> words = new ArrayList<>();
    values.forEach(value -> words.add(word.apply(value)));
    return values.get(words.indexOf(choice(key, words)));
  }

  /** Whether a key that has a value has a list. */
  boolean isList(String key) {
    return config.getValue(key).valueType() == ConfigValueType.LIST;
  }

  /** The objects of a list. */
  List<JobConfiguration> objects(String key, Collection<String> keysOfEach) {
    List<JobConfiguration> objects = new ArrayList<>();
    String expected = "a list such as [{ key = value }]";
    for (Config object : get(key, expected, () -> config.getConfigList(key))) {
      for (String member : object.root().keySet()) {
        if (!keysOfEach.contains(member)) {
          throw new UsageException(
              "%s: no such key in %s: %s; the nearest is %s"
                  .formatted(
                      place(object.root().origin()),
                      key,
                      member,
                      KnownKeys.nearest(member, keysOfEach)));
        }
      }
      objects.add(new JobConfiguration(object, key));
    }
    return objects;
  }

  /** Keys right below a section that have a value; the section of an element of a list is "". */
  Set<String> keysWithValues(String section) {
    Set<String> keys = new TreeSet<>();
    ConfigObject object = section.isEmpty() ? config.root() : config.getObject(section);
    for (Map.Entry<String, ConfigValue> member : object.entrySet()) {
      if (member.getValue().valueType() != ConfigValueType.NULL) {
        keys.add(member.getKey());
      }
    }
    return keys;
  }

  /** All keys that have a value, ascending, each as it was written. */
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    config.entrySet().forEach(member -> texts.put(member.getKey(), text(member.getKey())));
    return texts;
  }

  /** A value as it was written, in one line. */
  String text(String key) {
    ConfigValue value = config.getValue(key);
    return value.valueType() == ConfigValueType.STRING
        ? String.valueOf(value.unwrapped())
        : value.render(ConfigRenderOptions.concise());
  }

  /** The mistake in a key's value. */
  UsageException invalid(String key, String what) {
    return new UsageException(
        "%s: %s %s".formatted(where(key), list.isEmpty() ? key : list + "." + key, what));
  }

  /** Makes something of the configuration; what it refuses is said with the place of the key. */
  <T> T build(Supplier<T> builder) {
    try {
      return builder.get();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      int space = message.indexOf(' ');
      String key = space < 0 ? message : message.substring(0, space);
      throw new UsageException("%s: %s".formatted(where(key), message));
    }
  }

  private String where(String key) {
    // What is made of an element says the whole key; the element itself has the last word of it.
    String lastWord = list.isEmpty() ? key : key.substring(key.lastIndexOf('.') + 1);
    for (String known : List.of(key, lastWord)) {
      try {
        if (has(known)) {
          return place(config.getValue(known).origin());
        }
      } catch (ConfigException.BadPath e) {
        // A message that does not begin with a key.
      }
    }
    return list.isEmpty() ? "configuration" : place(config.origin());
  }

  /** File and line, or {@code --set}. */
  static String place(ConfigOrigin origin) {
    if (origin.filename() != null && origin.lineNumber() > 0) {
      return "%s, line %d".formatted(origin.filename(), origin.lineNumber());
    }
    // A line number within what one --set says would only puzzle.
    return origin.description().replaceFirst("^String: ", "").replaceFirst(": \\d+$", "");
  }

  /**
   * A value of some type.
   *
   * @param expected the type in words
   */
  private <T> T get(String key, String expected, Supplier<T> getter) {
    try {
      return getter.get();
    } catch (ConfigException.Missing e) {
      throw new UsageException(
          list.isEmpty()
              ? "%s is not set (--set %s=...)".formatted(key, key)
              : "%s: %s is not set in %s".formatted(place(config.origin()), key, list));
    } catch (ConfigException e) {
      String value = config.getValue(key).render(ConfigRenderOptions.concise());
      throw invalid(key, "must be %s, got %s".formatted(expected, value));
    }
  }

  private static String oneLine(ConfigException e) {
    String message = String.valueOf(e.getMessage()).replace('\n', ' ');
    return message.replaceFirst("^String: ", "");
  }
}
