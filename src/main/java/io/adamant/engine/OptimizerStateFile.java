package io.adamant.engine;

import io.adamant.engine.TensorFile.Tensor;
import io.adamant.linalg.PagedTable;
import io.adamant.optimizer.AveragingSettings;
import io.adamant.optimizer.OptimizerState;
import io.adamant.optimizer.ParameterUpdate;
import io.adamant.optimizer.Parameters;
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

  private OptimizerStateFile() {}

  /**
   * Writes the tables.
   *
   * @param trained the parameters that the next step starts from
   * @return the file's checksum
   */
  static String write(TensorFile file, OptimizerState state, Parameters trained)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    if (state.header().needsOwnParameters()) {
      tensors.addAll(TensorFile.tensors(OWN_PARAMETERS, trained));
    }
    state
        .tables()
        .forEach(
            (name, table) ->
                tensors.add(
                    new Tensor(
                        new Entry(name, List.of(table.rows(), (long) table.columns())), table)));
    return file.write(tensors);
  }

  /**
   * Reads a state.
   *
   * @param model the parameters of the model, which the state's own replace where it has some
   * @throws InvalidModelException where the file is damaged, or not a state of this update and
   *     these parameters
   */
  static TrainingStart read(
      TensorFile file,
      StateHeader header,
      @Nullable String checksum,
      Parameters model,
      ParameterUpdate update)
      throws IOException {
    return file.read(
        checksum,
        reader -> {
          List<Entry> entries = reader.entries();
          int own = 0;
          if (header.needsOwnParameters()) {
            own = readOwnParameters(reader, model);
          }
          SavedState saved = new Tables(header, reader, entries.subList(own, entries.size()));
          return new TrainingStart(model, update.restore(saved, model.layout()));
        });
  }

  /** Reads the parameters that stand before the state's tables; how many tensors they were. */
  private static int readOwnParameters(Safetensors.Reader reader, Parameters parameters)
      throws IOException {
    List<Tensor> expected = TensorFile.tensors(OWN_PARAMETERS, parameters);
    List<Entry> entries = expected.stream().map(Tensor::entry).toList();
    int count = Math.min(entries.size(), reader.entries().size());
    if (!reader.entries().subList(0, count).equals(entries)) {
      throw new InvalidModelException(
          "must begin with %s, holds %s".formatted(entries, reader.entries()));
    }
    for (Tensor tensor : expected) {
      TensorFile.read(reader, tensor.values());
    }
    return count;
  }

  /** The tables of a file that is open. */
  private static final class Tables implements SavedState {
    private final StateHeader header;
    private final Safetensors.Reader reader;
    private final Map<String, Size> sizes = new LinkedHashMap<>();

    Tables(StateHeader header, Safetensors.Reader reader, List<Entry> entries) {
      this.header = header;
      this.reader = reader;
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
    public void readNext(PagedTable values) throws IOException {
      TensorFile.read(reader, values);
    }
  }

  /** What the manifest says of a state. */
  static OptimizerStateSection section(StateHeader header) {
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
                plateau.factor()));
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
                  plateau.factor()));
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
