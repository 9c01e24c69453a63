package io.adamant.engine;

import io.adamant.engine.TensorFile.Tensor;
import io.adamant.linalg.PagedTable;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.SavedRows;
import io.adamant.optimizer.SavedState;
import io.adamant.optimizer.StateHeader;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.OptimizerStateSection;
import io.adamant.storage.Safetensors;
import io.adamant.storage.Safetensors.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of an optimizer beside the model: its tables as a safetensors file, the rest as a
 * section of the manifest.
 *
 * <p>Where the model is an average, or gradients wait for others, the file also holds the
 * parameters that the next step starts from: those of the model are then not they.
 */
final class OptimizerStateFile {
  private static final String OWN_PARAMETERS = "parameters/";

  /** The tensor with the ids of listed rows: the first one. */
  private static final String LIST = "rows";

  private OptimizerStateFile() {}

  /**
   * Writes the tables.
   *
   * @param trained the parameters that the next step starts from
   * @param listed the rows to write of tables with values for each row; null for all
   * @param areOwn whether the parameters are written too where they are not those of the model
   * @return the file's checksum
   */
  static String write(
      TensorFile file,
      OptimizerState state,
      Parameters trained,
      @Nullable SavedRows listed,
      boolean areOwn)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    if (listed != null) {
      tensors.add(TableTensors.listOf(LIST, listed));
    }
    if (areOwn && state.header().needsOwnParameters()) {
      tensors.addAll(TableTensors.of(OWN_PARAMETERS, trained, listed));
    }
    state
        .tables()
        .forEach(
            (name, table) ->
                tensors.add(
                    table.isByRow()
                        ? TableTensors.byRow(name, table.values(), trained, listed)
                        : TableTensors.plain(name, table.values())));
    return file.write(tensors);
  }

  /**
   * Reads a state.
   *
   * @param listedRows number of rows that the tables list; null where they hold all
   * @param model the parameters of the model, which the state's own replace where it has some
   * @param areOwn whether it was written with parameters of its own where it needs some
   * @throws InvalidModelException where the file is damaged, or not a state of this update and
   *     these parameters
   */
  static TrainingStart read(
      TensorFile file,
      StateHeader header,
      @Nullable Integer listedRows,
      @Nullable String checksum,
      Parameters model,
      ParameterUpdate update,
      boolean areOwn)
      throws IOException {
    return file.read(
        checksum,
        reader -> {
          Parameters trained = update.prepared(model);
          int[] listed = listedRows == null ? null : readList(reader, listedRows, model.layout());
          int own = listed == null ? 0 : 1;
          if (areOwn && header.needsOwnParameters()) {
            own += readOwnParameters(reader, trained, listed);
          }
          List<Entry> entries = reader.entries();
          SavedState saved =
              new Tables(header, reader, entries.subList(own, entries.size()), listed);
          return new TrainingStart(trained, update.restore(saved, trained));
        });
  }

  private static int[] readList(Safetensors.Reader reader, int rows, ParameterLayout layout)
      throws IOException {
    Entry expected = Entry.ofInts(LIST, rows);
    requireNext(reader, 0, List.of(expected));
    return TableTensors.readList(reader, expected, layout.rows());
  }

  /** Reads the parameters that stand before the state's tables; how many tensors they were. */
  private static int readOwnParameters(
      Safetensors.Reader reader, Parameters parameters, int @Nullable [] listed)
      throws IOException {
    List<Entry> expected = new ArrayList<>();
    TableTensors.of(OWN_PARAMETERS, parameters, null).forEach(t -> expected.add(t.entry()));
    if (listed != null) {
      Entry table = expected.get(0);
      List<Long> shape = List.of((long) listed.length, table.shape().get(1));
      expected.set(0, new Entry(table.name(), shape));
    }
    requireNext(reader, listed == null ? 0 : 1, expected);
    TableTensors.read(reader, parameters, listed);
    return expected.size();
  }

  private static void requireNext(Safetensors.Reader reader, int from, List<Entry> expected) {
    List<Entry> entries = reader.entries();
    int to = Math.min(from + expected.size(), entries.size());
    if (from > to || !entries.subList(from, to).equals(expected)) {
      throw new InvalidModelException("must begin with %s, holds %s".formatted(expected, entries));
    }
  }

  /** The tables of a file that is open. */
  private static final class Tables implements SavedState {
    private final StateHeader header;
    private final Safetensors.Reader reader;
    private final int @Nullable [] listed;
    private final Map<String, Size> sizes = new LinkedHashMap<>();

    Tables(
        StateHeader header,
        Safetensors.Reader reader,
        List<Entry> entries,
        int @Nullable [] listed) {
      this.header = header;
      this.reader = reader;
      this.listed = listed;
      for (Entry entry : entries) {
        if (entry.shape().size() != 2) {
          throw new InvalidModelException(
              "%s must have rows and columns, has the shape %s"
                  .formatted(entry.name(), entry.shape()));
        }
        sizes.put(entry.name(), new Size(entry.shape().get(0), entry.shape().get(1)));
      }
    }

    @Override
    public StateHeader header() {
      return header;
    }

    @Override
    public Map<String, Size> sizes() {
      return sizes;
    }

    @Override
    public int @Nullable [] listedRows() {
      return listed;
    }

    @Override
    public void readNext(PagedTable values) throws IOException {
      TableTensors.read(reader, values);
    }

    @Override
    public void readNext(PagedTable values, int[] places) throws IOException {
      TableTensors.readRows(reader, values, places);
    }
  }

  /**
   * What the manifest says of a state.
   *
   * @param listedRows number of rows that the tables list; null where they hold all
   */
  static OptimizerStateSection section(StateHeader header, @Nullable Integer listedRows) {
    StateHeader.Averaged averaged = header.averaged();
    StateHeader.Plateau plateau = header.plateau();
    return new OptimizerStateSection(
        header.fingerprint(),
        header.step(),
        header.scalars(),
        header.accumulated().gradients(),
        header.accumulated().weight(),
        header.accumulated().rows(),
        averaged == null
            ? null
            : new OptimizerStateSection.Average(
                averaged.kind().name().toLowerCase(Locale.ROOT),
                averaged.decay(),
                averaged.firstStep(),
                averaged.tensorStep()),
        plateau == null
            ? null
            : new OptimizerStateSection.Plateau(
                plateau.best(),
                plateau.badObservations(),
                plateau.cooldownLeft(),
                plateau.factor()),
        listedRows,
        header.caughtUp());
  }

  /**
   * What the manifest says of a state, checked.
   *
   * @throws InvalidModelException where no state can be like that
   */
  static StateHeader header(OptimizerStateSection section) {
    OptimizerStateSection.Average average = section.average();
    OptimizerStateSection.Plateau plateau = section.plateau();
    try {
      return new StateHeader(
          section.fingerprint(),
          section.step(),
          section.scalars(),
          new StateHeader.Accumulated(
              section.accumulatedGradients(),
              section.accumulatedWeight(),
              section.accumulatedRows()),
          average == null
              ? null
              : new StateHeader.Averaged(
                  kind(average.kind()), average.decay(), average.firstStep(), average.tensorStep()),
          plateau == null
              ? null
              : new StateHeader.Plateau(
                  plateau.best(),
                  plateau.badObservations(),
                  plateau.cooldownLeft(),
                  plateau.factor()),
          section.caughtUp());
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(
          "%s: optimizerState: %s".formatted(ModelManifest.FILE_NAME, e.getMessage()));
    }
  }

  private static AveragingSettings.Kind kind(String word) {
    for (AveragingSettings.Kind kind : AveragingSettings.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no such kind of average: " + word);
  }
}
