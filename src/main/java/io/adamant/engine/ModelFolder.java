package io.adamant.engine;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.TensorShape;
import io.adamant.model.Model;
import io.adamant.model.Models;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.Parameters;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import io.adamant.storage.Safetensors;
import io.adamant.storage.Safetensors.Entry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A model in a folder on any Hadoop file system: parameters as safetensors, and a manifest. It is
 * written beside its place and renamed, so that a reader finds a whole model or none.
 */
public final class ModelFolder {
  /** The file with the parameters. */
  public static final String PARAMETERS_FILE = "parameters.safetensors";

  private static final String UNFINISHED_SUFFIX = ".unfinished";
  private static final String REPLACED_SUFFIX = ".replaced";
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_MANIFEST_BYTES = 1 << 20;

  private final FileSystem files;
  private final Path folder;

  public ModelFolder(Path folder, Configuration hadoop) throws IOException {
    this.files = FilesWithoutChecksums.of(folder, hadoop);
    this.folder = folder;
  }

  public Path path() {
    return folder;
  }

  /**
   * Writes a model; one that was there before is replaced once the new one is complete.
   *
   * @param manifestOf from the files' checksums to the manifest
   */
  public void write(Parameters parameters, Function<Map<String, String>, ModelManifest> manifestOf)
      throws IOException {
    Path unfinished = folder.suffix(UNFINISHED_SUFFIX);
    files.delete(unfinished, true);
    files.mkdirs(unfinished);
    String checksum = writeParameters(parameters, new Path(unfinished, PARAMETERS_FILE));
    ModelManifest manifest = manifestOf.apply(Map.of(PARAMETERS_FILE, checksum));
    try (OutputStream out = files.create(new Path(unfinished, ModelManifest.FILE_NAME))) {
      out.write(manifest.toJson().getBytes(StandardCharsets.UTF_8));
    }
    Path replaced = folder.suffix(REPLACED_SUFFIX);
    files.delete(replaced, true);
    if (files.exists(folder)) {
      rename(folder, replaced);
    }
    rename(unfinished, folder);
    files.delete(replaced, true);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename %s to %s".formatted(from, to));
    }
  }

  private String writeParameters(Parameters parameters, Path file) throws IOException {
    CRC32C crc = new CRC32C();
    try (OutputStream out =
        new CheckedOutputStream(new BufferedOutputStream(files.create(file), BUFFER_BYTES), crc)) {
      Safetensors.Writer writer = new Safetensors.Writer(out, entries(parameters.layout()));
      PagedTable table = parameters.table();
      for (int page = 0; page < table.pageCount(); page++) {
        writer.write(table.readOnlyPage(page));
      }
      for (double[] tensor : parameters.tensors()) {
        writer.write(tensor);
      }
    }
    return hexadecimal(crc);
  }

  private static String hexadecimal(CRC32C crc) {
    return "%08x".formatted(crc.getValue());
  }

  private static List<Entry> entries(ParameterLayout layout) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(layout.tableName(), List.of(layout.rows(), (long) layout.columns())));
    for (TensorShape tensor : layout.tensors()) {
      entries.add(Entry.of(tensor));
    }
    return entries;
  }

  /**
   * Reads the manifest alone.
   *
   * @throws InvalidModelException where there is none, or it is damaged
   */
  public ModelManifest readManifest() throws IOException {
    try (InputStream in = files.open(new Path(folder, ModelManifest.FILE_NAME))) {
      byte[] json = in.readNBytes(MAX_MANIFEST_BYTES);
      return ModelManifest.parse(new String(json, StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      throw new InvalidModelException(
          "no model at %s: %s is missing".formatted(folder, ModelManifest.FILE_NAME));
    }
  }

  /**
   * The layout of the parameters that a manifest speaks of.
   *
   * @throws InvalidModelException where its model is not known
   */
  public static ParameterLayout layout(ModelManifest manifest) {
    if (!Models.TYPES.contains(manifest.model())) {
      throw new InvalidModelException(
          "%s: model is %s; this Adamant reads %s"
              .formatted(
                  ModelManifest.FILE_NAME, manifest.model(), String.join(", ", Models.TYPES)));
    }
    Model model = Models.of(manifest.model(), manifest.bias());
    return Trainer.layout(model, manifest.features());
  }

  /**
   * Reads the model.
   *
   * @throws InvalidModelException where a file is missing or damaged
   */
  public SavedModel read() throws IOException {
    ModelManifest manifest = readManifest();
    Parameters parameters = new Parameters(layout(manifest));
    CRC32C crc = new CRC32C();
    Path file = new Path(folder, PARAMETERS_FILE);
    try (InputStream in =
        new CheckedInputStream(new BufferedInputStream(files.open(file), BUFFER_BYTES), crc)) {
      Safetensors.Reader reader = new Safetensors.Reader(in);
      List<Entry> expected = entries(parameters.layout());
      if (!reader.entries().equals(expected)) {
        throw new InvalidModelException(
            "holds %s, the manifest says %s".formatted(reader.entries(), expected));
      }
      for (int page = 0; page < parameters.table().pageCount(); page++) {
        reader.read(parameters.table().page(page));
      }
      for (double[] tensor : parameters.tensors()) {
        reader.read(tensor);
      }
      if (in.read() >= 0) {
        throw new InvalidModelException("longer than its header says");
      }
    } catch (FileNotFoundException e) {
      throw new InvalidModelException(file + " is missing");
    } catch (EOFException e) {
      throw new InvalidModelException(file + " is cut short");
    } catch (InvalidModelException e) {
      throw new InvalidModelException("%s: %s".formatted(file, e.getMessage()));
    }
    String recorded = manifest.crc32c().getOrDefault(PARAMETERS_FILE, "none");
    if (!hexadecimal(crc).equals(recorded)) {
      throw new InvalidModelException(
          "%s is damaged: its CRC-32C is %s, the manifest says %s"
              .formatted(file, hexadecimal(crc), recorded));
    }
    return new SavedModel(manifest, parameters);
  }
}
