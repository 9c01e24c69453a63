package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide and the file of defaults name the same keys. */
class ConfigurationGuideTest {
  @Test
  void everyKeyHasItsRowInTheGuide() throws IOException {
    String guide = Files.readString(Path.of("src", "site", "markdown", "configuration.md"));
    List<String> keys =
        keys("", ConfigFactory.parseFile(Path.of("conf", "reference.conf").toFile()).root())
            .toList();
    assertFalse(keys.isEmpty());
    assertEquals(
        List.of(),
        keys.stream().filter(key -> !guide.contains("\n| `%s` |".formatted(key))).toList());
  }

  private static Stream<String> keys(String prefix, ConfigObject section) {
    return section.entrySet().stream().flatMap(member -> keys(prefix, member));
  }

  private static Stream<String> keys(String prefix, Map.Entry<String, ConfigValue> member) {
    String key = prefix + member.getKey();
    return member.getValue() instanceof ConfigObject nested
        ? keys(key + ".", nested)
        : Stream.of(key);
  }
}
