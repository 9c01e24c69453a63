package io.adamant.jobs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * Reads the HOCON of one job: its file, what that includes, and lists and objects of the command
 * line.
 *
 * <p>A job file may come from anywhere. So it is no larger than any job needs, and can name other
 * files of this machine and nothing else: what a URL or the class path would bring in stands in no
 * file that one could look at. Substitutions and includes are counted, since each may double what
 * those before it have come to.
 */
final class JobFile {
  static final int MAX_BYTES = 1 << 18;
  static final int MAX_INCLUDES = 16;
  static final int MAX_SUBSTITUTIONS = 12;

  /** Of a key: the library takes time and memory of the square of it. */
  static final int MAX_DOTS = 64;

  private int includes;
  private int substitutions;

  /** Reads the job's file. */
  Config read(File file) {
    if (!file.isFile()) {
      throw new UsageException("no such job file: " + file);
    }
    return parse(file);
  }

  /** Reads HOCON of the command line. */
  Config read(String text) {
    return read(text, "--set");
  }

  /**
   * Reads HOCON of another place.
   *
   * @param origin for messages
   */
  Config read(String text, String origin) {
    return ConfigFactory.parseString(
        text,
        ConfigParseOptions.defaults()
            .setOriginDescription(origin)
            .setIncluder(new Includes(origin, new File("."))));
  }

  private Config parse(File file) {
    String name = file.getPath();
    try {
      require(name, Files.size(file.toPath()), "");
      require(name, 0, Files.readString(file.toPath(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(file, e));
    }
    return ConfigFactory.parseFile(
        file,
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setAllowMissing(false)
            .setIncluder(new Includes(name, file.getAbsoluteFile().getParentFile())));
  }

  /** Refuses a text that would take much more than it has, on the command line or in a file. */
  void require(String name, long bytes, String text) {
    if (bytes > MAX_BYTES) {
      throw new UsageException(
          "%s has %d bytes; a job file may have %d".formatted(name, bytes, MAX_BYTES));
    }
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
      substitutions++;
    }
    if (substitutions > MAX_SUBSTITUTIONS) {
      throw new UsageException(
          "%s: more than %d substitutions ${...}, with those of other files and --set"
              .formatted(name, MAX_SUBSTITUTIONS));
    }
    if (mostDots(text) > MAX_DOTS) {
      throw new UsageException("%s: a key of more than %d words".formatted(name, MAX_DOTS));
    }
  }

  /** Of anything that can be a key: it ends with its line, and comments have none. */
  private static int mostDots(String text) {
    int most = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String stripped = line.strip();
      if (stripped.startsWith("#") || stripped.startsWith("//")) {
        continue;
      }
      int dots = 0;
      for (int i = 0; i < stripped.length(); i++) {
        char letter = stripped.charAt(i);
        dots = "=:{},".indexOf(letter) >= 0 ? 0 : letter == '.' ? dots + 1 : dots;
        most = Math.max(most, dots);
      }
    }
    return most;
  }

  /** The includes of a file, beside which those stand that it names. */
  private final class Includes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private final String name;
    private final @Nullable File folder;

    Includes(String name, @Nullable File folder) {
      this.name = name;
      this.folder = folder;
    }

    /** Without the library's own, which would take what is refused here. */
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      return includeFile(context, new File(what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      if (++includes > MAX_INCLUDES) {
        throw new UsageException(
            "%s: more than %d files to include, or one that includes itself"
                .formatted(name, MAX_INCLUDES));
      }
      File file = what.isAbsolute() ? what : new File(folder, what.getPath());
      if (!file.isFile()) {
        throw new UsageException(
            "%s: no such file to include: %s (only files can be, by their whole name)"
                .formatted(name, what));
      }
      return parse(file).root();
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refused("url(" + what + ")");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refused("classpath(" + what + ")");
    }

    private UsageException refused(String what) {
      return new UsageException(
          "%s: include %s is refused: only files can be included".formatted(name, what));
    }
  }
}
