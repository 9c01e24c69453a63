package io.adamant.jobs;

import io.adamant.data.Task;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.InputRules;
import io.adamant.engine.ModelFolder;
import io.adamant.engine.RowSource;
import io.adamant.engine.SavedEncoding;
import io.adamant.engine.SavedModel;
import io.adamant.storage.InputSection;
import io.adamant.storage.ModelManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A saved model and rows to score with it: the options that evaluate and predict share. */
final class ScoringInput {
  private static final List<String> OF_THE_MODEL =
      List.of("input.features", "input.fields", "input.index-base");

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "model folder, or the output folder of a training")
  private String model = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "file, folder or pattern of rows")
  private String input = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "libsvm, parquet, csv or tsv; unless given that of the table that the model was trained"
              + " on, or libsvm")
  private @Nullable String format;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "set a key of the section input, such as input.on-bad-row=skip")
  private List<String> settings = new ArrayList<>();

  /** Checks the options; before Spark is started. */
  void check() {
    if (format != null && !InputSettings.FILE_FORMATS.contains(format)) {
      throw new UsageException(
          "--format must be one of %s, got %s"
              .formatted(String.join(", ", InputSettings.FILE_FORMATS), format));
    }
    for (String setting : settings) {
      if (!setting.startsWith("input.")) {
        throw new UsageException("--set takes keys of the section input here, got " + setting);
      }
      if (OF_THE_MODEL.contains(setting.replaceFirst("\\s*=.*", ""))) {
        throw new UsageException("--set %s: the model brings it along".formatted(setting));
      }
    }
    JobConfiguration unused = JobConfiguration.load(null, settings);
  }

  SavedModel readModel(SparkSession session) throws IOException {
    return readModel(folder("--model", model, Sessions.context(session).hadoopConfiguration()));
  }

  /** The folder of a model at a path, or below it in {@code model}. */
  static ModelFolder folder(String option, String path, Configuration hadoop) throws IOException {
    UserPath given = UserPath.of(option, path, hadoop);
    if (!ModelFolder.isAt(given.files(), given.path())) {
      throw new UsageException("%s: no such folder: %s".formatted(option, path));
    }
    Path below = new Path(given.path(), TrainCommand.MODEL_FOLDER);
    return new ModelFolder(ModelFolder.isAt(given.files(), below) ? below : given.path(), hadoop);
  }

  /** Reads the model in a folder. */
  static SavedModel readModel(ModelFolder folder) throws IOException {
    ModelManifest manifest = folder.readManifest();
    MemoryCheck memory =
        new MemoryCheck(ModelFolder.layout(manifest), 0, Runtime.getRuntime().maxMemory());
    Integer listed = manifest.listedRows();
    if (listed == null) {
      memory.requireAllRows();
    } else {
      memory.requireRows(listed);
    }
    return folder.read();
  }

  /** The rows, with labels as a model has them. */
  RowSource open(SparkSession session, SavedModel saved) {
    return settings(saved.manifest(), true).open(session, null, task(saved));
  }

  /** The rows, of which neither labels nor weights matter. */
  RowSource openUnlabelled(SparkSession session, SavedModel saved) {
    return settings(saved.manifest(), false).open(session, null, task(saved));
  }

  /** The rules for rows that a model is to score. */
  InputRules rules(SavedModel saved) {
    return settings(saved.manifest(), true)
        .rules()
        .with(saved.manifest().features(), saved.manifest().indexBase())
        .withTask(task(saved));
  }

  private static Task task(SavedModel saved) {
    return saved.model().loss().task();
  }

  /** How rows are read: as the options say, else as those that the model was trained on. */
  private InputSettings settings(ModelManifest manifest, boolean labelled) {
    Encoding encoding = SavedEncoding.of(manifest);
    List<String> all = new ArrayList<>(settings);
    all.add("input.path=" + input);
    if (format != null) {
      all.add("input.format=" + format);
      if (encoding != null && format.equals("libsvm")) {
        throw new UsageException(
            "--format libsvm: the model encodes the columns of a table: parquet, csv or tsv");
      }
    }
    InputSection section = manifest.input();
    Map<String, Object> brought = section == null ? Map.of() : brought(section, labelled);
    return InputSettings.read(JobConfiguration.load(null, all, brought), encoding, labelled);
  }

  /** What a model brings along of the section input. */
  private Map<String, Object> brought(InputSection section, boolean labelled) {
    Map<String, @Nullable Object> keys = new TreeMap<>();
    if (format == null || format.equals(section.format())) {
      keys.put("input.format", section.format());
      keys.put("input.header", section.header());
      keys.put("input.separator", section.separator());
      keys.put("input.quoting", section.quoting());
      boolean named = settings.stream().anyMatch(setting -> setting.startsWith("input.header="));
      keys.put("input.columns", named ? null : section.columns());
    }
    if (format == null || !format.equals("libsvm")) {
      keys.put("input.label-column", section.labelColumn());
      keys.put("input.features-column", section.featuresColumn());
      keys.put("input.weight-column", labelled ? section.weightColumn() : null);
      keys.put("input.offset-column", section.offsetColumn());
    }
    Map<String, Object> known = new TreeMap<>();
    keys.forEach(
        (key, value) -> {
          if (value != null) {
            known.put(key, value);
          }
        });
    return known;
  }
}
