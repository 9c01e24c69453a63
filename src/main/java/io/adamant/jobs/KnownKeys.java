package io.adamant.jobs;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys that there are, with their sections: {@code optimizer.type}. */
record KnownKeys(Set<String> keys) {
  private static final int MOST_LETTERS = 100;

  /** The keys of an object, and of those within it. */
  static KnownKeys of(ConfigObject object) {
    Set<String> keys = new TreeSet<>();
    collect("", object, keys);
    return new KnownKeys(keys);
  }

  private static void collect(String prefix, ConfigObject object, Set<String> keys) {
    for (Map.Entry<String, ConfigValue> member : object.entrySet()) {
      String key = prefix + member.getKey();
      if (member.getValue() instanceof ConfigObject nested) {
        collect(key + ".", nested, keys);
      } else {
        keys.add(key);
      }
    }
  }

  /** Refuses keys that there are not. */
  void require(ConfigObject object) {
    require("", object);
  }

  private void require(String prefix, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> member : object.entrySet()) {
      String key = prefix + member.getKey();
      if (keys.contains(key)) {
        continue;
      }
      boolean isSection = keys.stream().anyMatch(other -> other.startsWith(key + "."));
      if (isSection && member.getValue() instanceof ConfigObject nested) {
        require(key + ".", nested);
      } else if (!isSection
          && member.getValue() instanceof ConfigObject nested
          && !nested.isEmpty()) {
        // The mistake stands where the value does: a section on the way has no place of its own.
        require(key + ".", nested);
      } else {
        String what = isSection ? "%s is a section, not a key" : "no such key: %s";
        throw new UsageException(
            "%s: %s; the nearest is %s"
                .formatted(
                    JobConfiguration.place(member.getValue().origin()),
                    what.formatted(key),
                    nearest(key, keys)));
      }
    }
  }

  /** The word that differs from another in the fewest letters; the first of several. */
  static String nearest(String word, Iterable<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String nearest = "";
    int best = Integer.MAX_VALUE;
    // Comparing takes as long as both words together are; a key is not that long.
    String compared = word.substring(0, Math.min(word.length(), MOST_LETTERS));
    for (String candidate : known) {
      int apart = distance.apply(compared, candidate);
      if (apart < best) {
        best = apart;
        nearest = candidate;
      }
    }
    return nearest;
  }
}
