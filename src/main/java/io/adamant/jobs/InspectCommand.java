package io.adamant.jobs;

import io.adamant.data.ClassLabels;
import io.adamant.data.Task;
import io.adamant.data.encoding.Encoding;
import io.adamant.engine.Checkpoint;
import io.adamant.engine.ModelFolder;
import io.adamant.engine.SavedEncoding;
import io.adamant.engine.SavedModel;
import io.adamant.linalg.PagedTable;
import io.adamant.optimizer.Parameters;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.OptimizerStateSection;
import io.adamant.storage.Safetensors;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;

/** {@code adamant inspect}: what a model folder, or a checkpoint, holds. */
@Command(
    name = "inspect",
    description = "Say what a model or checkpoint folder holds; checks its files.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  /** Columns that the names have. */
  private static final int INDENT = 13;

  @picocli.CommandLine.Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "model folder, or the output folder of a training; or folder of checkpoints")
  private String folder = "";

  private final PrintStream out;
  private final PrintStream err;

  InspectCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    Checkpoint checkpoint = ResumePlan.newest("DIR", folder, new Configuration(), err);
    if (checkpoint != null) {
      new CheckpointText(checkpoint).lines().forEach(out::println);
      return Adamant.OK;
    }
    ModelFolder files = ScoringInput.folder("DIR", folder, new Configuration());
    SavedModel saved = ScoringInput.readModel(files);
    ModelManifest manifest = saved.manifest();
    OptimizerStateSection state = manifest.optimizerState();
    List<Safetensors.Entry> tensors = state == null ? List.of() : files.checkState(manifest);
    print("model        %s, %s", manifest.model(), saved.parameters().layout());
    printSettings(manifest);
    if (manifest.fields() != null) {
      print("fields       %s", manifest.fields());
    }
    Encoding encoding = SavedEncoding.of(manifest);
    if (encoding != null) {
      TableEncoding.lines(encoding)
          .forEach(line -> Paragraph.lines("encoding", INDENT, line).forEach(out::println));
    }
    print("labels       %s; indices from %d", labels(saved), manifest.indexBase());
    print(
        "trained      %,d steps on %,d rows, seed %d",
        manifest.step(), manifest.trainingRows(), manifest.seed());
    Paragraph.lines("optimizer", INDENT, OptimizerText.of(manifest.optimizer()))
        .forEach(out::println);
    manifest.update().forEach((name, words) -> print("%-12s %s", name, words));
    printWeights(saved.parameters());
    if (state != null) {
      printState(state, tensors);
    }
    printIntact(ModelFolder.PARAMETERS_FILE, manifest);
    if (state != null) {
      printIntact(ModelFolder.STATE_FILE, manifest);
    }
    return Adamant.OK;
  }

  /** The labels; of two texts, which is positive. */
  private static String labels(SavedModel saved) {
    if (saved.labels() instanceof ClassLabels && saved.model().loss().task() == Task.BINARY) {
      String positive = PredictionText.label(saved.labels(), true);
      return "%s and %s, of which %s is positive"
          .formatted(PredictionText.label(saved.labels(), false), positive, positive);
    }
    return saved.labels().toString();
  }

  /** What the model has beside its constant term. */
  private void printSettings(ModelManifest manifest) {
    Map<String, String> settings = RecordSettings.texts(SavedModel.settings(manifest));
    settings.remove("bias");
    settings.forEach((key, value) -> print("%-12s %s", key, value));
  }

  /** Said of a file that was read through and had the manifest's checksum. */
  private void printIntact(String file, ModelManifest manifest) {
    print(
        "file         %s, CRC-32C %s, intact", file, manifest.crc32c().getOrDefault(file, "none"));
  }

  private void printState(OptimizerStateSection state, List<Safetensors.Entry> tensors) {
    print(
        "state        of step %,d, %,d values in %d tensors",
        state.step(), tensors.stream().mapToLong(Safetensors.Entry::size).sum(), tensors.size());
    state.scalars().forEach((name, value) -> print("  scalar     %s = %s", name, value));
    tensors.forEach(tensor -> print("  tensor     %s %s", tensor.name(), tensor.shape()));
    if (state.accumulatedGradients() > 0) {
      print(
          "  waiting    %d gradients for the next step, %,d rows of the table",
          state.accumulatedGradients(), state.accumulatedRows());
    }
    OptimizerStateSection.Average average = state.average();
    if (average != null) {
      print("  average    %s since step %,d", average.kind(), average.firstStep());
    }
  }

  private void printWeights(Parameters parameters) {
    PagedTable table = parameters.table();
    long nonZero = 0;
    double largest = 0;
    double sumOfSquares = 0;
    for (int page = 0; page < table.pageCount(); page++) {
      for (double value : table.readOnlyPage(page)) {
        nonZero += value != 0 ? 1 : 0;
        largest = Math.max(largest, Math.abs(value));
        sumOfSquares += value * value;
      }
    }
    print(
        "%-12s %,d of %,d are not zero, norm %.4g, largest %.4g",
        parameters.layout().tableName(),
        nonZero,
        parameters.layout().rows() * table.columns(),
        Math.sqrt(sumOfSquares),
        largest);
    for (int i = 0; i < parameters.tensors().length; i++) {
      double[] tensor = parameters.tensors()[i];
      if (tensor.length == 1) {
        print("%-12s %.6g", parameters.layout().tensors().get(i).name(), tensor[0]);
      }
    }
  }

  private void print(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
