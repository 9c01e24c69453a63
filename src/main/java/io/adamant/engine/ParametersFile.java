package io.adamant.engine;

import io.adamant.engine.TensorFile.Tensor;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SavedRows;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.Safetensors.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters as a file of their own: with all rows of the table, or a list of some. */
final class ParametersFile {
  /** Behind a table's name: the ids of the rows that it lists. */
  private static final String LIST_SUFFIX = ".rows";

  private ParametersFile() {}

  /**
   * What was written.
   *
   * @param listedRows number of rows that the table lists; null where it holds all
   */
  record Written(String checksum, @Nullable Integer listedRows) {}

  static Written write(TensorFile file, Parameters parameters) throws IOException {
    SavedRows listed = SavedRows.of(parameters);
    List<Tensor> tensors = new ArrayList<>();
    if (listed != null) {
      tensors.add(TableTensors.listOf(listName(parameters.layout()), listed));
    }
    tensors.addAll(TableTensors.of("", parameters, listed));
    String checksum = file.write(tensors);
    return new Written(checksum, listed == null ? null : (Integer) listed.ids().length);
  }

  /**
   * Reads parameters.
   *
   * @param listedRows number of rows that the table lists; null where it holds all
   * @param checksum that the manifest has of the file
   * @throws InvalidModelException where the file is missing, damaged, or of another layout
   */
  static Parameters read(
      TensorFile file,
      ParameterLayout layout,
      @Nullable Integer listedRows,
      @Nullable String checksum)
      throws IOException {
    List<Entry> expected = expected(layout, listedRows);
    return file.read(
        checksum,
        reader -> {
          if (!reader.entries().equals(expected)) {
            throw new InvalidModelException(
                "holds %s, the manifest says %s".formatted(reader.entries(), expected));
          }
          int[] listed =
              listedRows == null
                  ? null
                  : TableTensors.readList(reader, expected.get(0), layout.rows());
          // Not before: the file is as large as the layout says.
          Parameters parameters = new Parameters(layout);
          TableTensors.read(reader, parameters, listed);
          return parameters;
        });
  }

  private static List<Entry> expected(ParameterLayout layout, @Nullable Integer listed) {
    List<Entry> expected = new ArrayList<>(TableTensors.entries(layout));
    if (listed != null) {
      Entry table = expected.get(0);
      expected.set(0, new Entry(table.name(), List.of((long) listed, table.shape().get(1))));
      expected.add(0, Entry.ofInts(listName(layout), listed));
    }
    return expected;
  }

  /** The tensor with the ids of the rows that the table of a layout lists. */
  private static String listName(ParameterLayout layout) {
    return layout.tableName() + LIST_SUFFIX;
  }
}
