package io.adamant.jobs;

import io.adamant.data.Task;
import io.adamant.engine.InputRules;
import io.adamant.engine.ModelFolder;
import io.adamant.engine.RowSource;
import io.adamant.engine.SavedModel;
import io.adamant.storage.ModelManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
      defaultValue = "libsvm",
      description = "libsvm, parquet or csv; libsvm unless given")
  private String format = "";

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "set a key of the section input, such as input.on-bad-row=skip")
  private List<String> settings = new ArrayList<>();

  private @Nullable InputSettings inputSettings;

  /** Checks the options; before Spark is started. */
  void check() {
    if (!InputSettings.FILE_FORMATS.contains(format)) {
      throw new UsageException(
          "--format must be one of %s, got %s"
              .formatted(String.join(", ", InputSettings.FILE_FORMATS), format));
    }
    List<String> all = new ArrayList<>(settings);
    all.add("input.path=" + input);
    all.add("input.format=" + format);
    for (String setting : settings) {
      if (!setting.startsWith("input.")) {
        throw new UsageException("--set takes keys of the section input here, got " + setting);
      }
      if (OF_THE_MODEL.contains(setting.replaceFirst("\\s*=.*", ""))) {
        throw new UsageException("--set %s: the model brings it along".formatted(setting));
      }
    }
    inputSettings = InputSettings.read(JobConfiguration.load(null, all));
  }

  SavedModel readModel(SparkSession session) throws IOException {
    return readModel(folder("--model", model, Sessions.context(session).hadoopConfiguration()));
  }

  /** The folder of a model at a path, or below it in {@code model}. */
  static ModelFolder folder(String option, String path, Configuration hadoop) throws IOException {
    UserPath given = UserPath.of(option, path, hadoop);
    if (!given.files().exists(given.path())) {
      throw new UsageException("%s: no such folder: %s".formatted(option, path));
    }
    Path below = new Path(given.path(), TrainCommand.MODEL_FOLDER);
    return new ModelFolder(given.files().exists(below) ? below : given.path(), hadoop);
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
    return settings().open(session, null, task(saved));
  }

  /** The rules for rows that a model is to score. */
  InputRules rules(SavedModel saved) {
    return settings()
        .rules()
        .with(saved.manifest().features(), saved.manifest().indexBase())
        .withTask(task(saved));
  }

  private static Task task(SavedModel saved) {
    return saved.model().loss().task();
  }

  private InputSettings settings() {
    if (inputSettings == null) {
      throw new IllegalStateException("check() comes first");
    }
    return inputSettings;
  }
}
