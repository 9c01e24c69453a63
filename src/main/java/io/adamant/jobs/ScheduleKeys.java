package io.adamant.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The keys of one schedule: of the section {@code schedule}, or of one of its parts.
 *
 * @param prefix of the keys within {@code job}
 * @param learningRate the base rate
 */
record ScheduleKeys(JobConfiguration job, String prefix, double learningRate) {
  boolean has(String key) {
    return job.has(prefix + key);
  }

  double number(String key) {
    return job.number(prefix + key);
  }

  double number(String key, double otherwise) {
    return job.number(prefix + key, otherwise);
  }

  boolean bool(String key, boolean otherwise) {
    return has(key) ? job.bool(prefix + key) : otherwise;
  }

  /** A whole number; the schedule made of it knows its limits. */
  long whole(String key) {
    return job.integer(prefix + key, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  long whole(String key, long otherwise) {
    return has(key) ? whole(key) : otherwise;
  }

  List<Long> wholes(String key) {
    return job.integers(prefix + key);
  }

  String text(String key) {
    return job.string(prefix + key);
  }

  String choice(String key, List<String> words) {
    return job.choice(prefix + key, words);
  }

  /** A constant of an enumeration, by its name in lower case. */
  <E extends Enum<E>> E constant(String key, E otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    List<E> constants = List.of(otherwise.getDeclaringClass().getEnumConstants());
    List<String> words = constants.stream().map(E::name).map(ScheduleKeys::lowerCase).toList();
    return constants.get(words.indexOf(choice(key, words)));
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** A rate as a factor on the base rate. */
  double rate(String key) {
    double rate = number(key);
    if (rate != 0 && learningRate == 0) {
      throw invalid(key, "needs an optimizer.learning-rate above 0, got " + rate);
    }
    return rate == 0 ? 0 : rate / learningRate;
  }

  /** The same; the second is a factor already. */
  double rate(String key, double otherwise) {
    return has(key) ? rate(key) : otherwise;
  }

  /** The objects of a list, each with keys of its own. */
  List<ScheduleKeys> parts(Set<String> keysOfEach) {
    return job.objects(prefix + "parts", keysOfEach).stream()
        .map(part -> new ScheduleKeys(part, "", learningRate))
        .toList();
  }

  /** Refuses keys that do not belong to the type. */
  void requireOnly(Set<String> keys) {
    for (String key : job.keysWithValues(section())) {
      if (!key.equals("type") && !keys.contains(key)) {
        throw invalid(
            key,
            "is not for schedule.type = %s, which takes %s"
                .formatted(job.string(prefix + "type"), String.join(", ", new TreeSet<>(keys))));
      }
    }
  }

  /** The type, and what else is set. */
  String words() {
    List<String> words = new ArrayList<>(List.of(text("type")));
    for (String key : job.keysWithValues(section())) {
      if (!key.equals("type")) {
        words.add(key + " " + job.text(prefix + key));
      }
    }
    return String.join(", ", words);
  }

  private String section() {
    return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
  }

  UsageException invalid(String key, String what) {
    return job.invalid(prefix + key, what);
  }

  <T> T build(Supplier<T> builder) {
    return job.build(builder);
  }
}
