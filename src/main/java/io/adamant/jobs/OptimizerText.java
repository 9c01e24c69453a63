package io.adamant.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An optimizer in the words of a configuration: its type, its learning rate, and what is not as by
 * default.
 */
final class OptimizerText {
  /** A record's text: its class, and its components. */
  private static final Pattern RECORD = Pattern.compile("(\\w+)\\[(.*)]");

  private static final String LEARNING_RATE = "learningRate";

  private OptimizerText() {}

  /**
   * The words.
   *
   * @param optimizer the text of the rule's record, as a manifest holds it; what is not known is
   *     returned as it is
   */
  static String of(String optimizer) {
    return OptimizerCatalog.ENTRIES.stream()
        .filter(entry -> name(entry.defaults().toString()).equals(name(optimizer)))
        .map(entry -> of(optimizer, entry))
        // Of two types of one rule the one that has less to add.
        .min(Comparator.comparingInt(String::length))
        .orElse(optimizer);
  }

  private static String of(String optimizer, OptimizerCatalog.Entry entry) {
    Map<String, String> defaults = components(entry.defaults().toString());
    List<String> words = new ArrayList<>(List.of(entry.name()));
    components(optimizer)
        .forEach(
            (component, value) -> {
              if (component.equals(LEARNING_RATE) || !value.equals(defaults.get(component))) {
                words.add("%s %s".formatted(KebabCase.of(component), text(value)));
              }
            });
    return String.join(", ", words);
  }

  private static String name(String text) {
    Matcher matcher = RECORD.matcher(text);
    return matcher.matches() ? matcher.group(1) : text;
  }

  private static Map<String, String> components(String text) {
    Map<String, String> components = new LinkedHashMap<>();
    Matcher matcher = RECORD.matcher(text);
    if (matcher.matches()) {
      for (String component : matcher.group(2).split(", ", -1)) {
        int equals = component.indexOf('=');
        components.put(component.substring(0, equals), component.substring(equals + 1));
      }
    }
    return components;
  }

  /** Numbers and words as configuration writes them. */
  private static String text(String value) {
    try {
      return RecordSettings.text(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return KebabCase.of(value.replace('_', '-'));
    }
  }
}
