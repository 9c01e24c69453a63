package io.adamant.jobs;

import io.adamant.engine.SavedModel;
import io.adamant.linalg.PagedTable;
import io.adamant.optimizer.Parameters;
import io.adamant.storage.ModelManifest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;

/** {@code adamant inspect}: what a model folder holds. */
@Command(
    name = "inspect",
    description = "Say what a model folder holds; checks its files.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  @picocli.CommandLine.Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "model folder, or the output folder of a training")
  private String folder = "";

  private final PrintStream out;

  InspectCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    SavedModel saved = ScoringInput.readModel("DIR", folder, new Configuration());
    ModelManifest manifest = saved.manifest();
    print("model        %s, %s", manifest.model(), saved.parameters().layout());
    print("labels       %s; indices from %d", saved.labels(), manifest.indexBase());
    print(
        "trained      %,d steps on %,d rows, seed %d",
        manifest.step(), manifest.trainingRows(), manifest.seed());
    print("optimizer    %s", manifest.optimizer());
    manifest.update().forEach((name, words) -> print("%-12s %s", name, words));
    printWeights(saved.parameters());
    manifest
        .crc32c()
        .forEach((file, sum) -> print("file         %s, CRC-32C %s, intact", file, sum));
    return Adamant.OK;
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
        table.rows() * table.columns(),
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
