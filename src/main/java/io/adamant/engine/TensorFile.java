package io.adamant.engine;

import io.adamant.linalg.PagedTable;
import io.adamant.linalg.TensorShape;
import io.adamant.optimizer.ParameterLayout;
import io.adamant.optimizer.Parameters;
import io.adamant.optimizer.StateMismatchException;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.Safetensors;
import io.adamant.storage.Safetensors.Entry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A safetensors file of a model folder, written and read with its checksum. */
final class TensorFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileSystem files;
  private final Path path;

  TensorFile(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /** A tensor of the file, and where its values are in memory. */
  record Tensor(Entry entry, PagedTable values) {}

  /** What is done with an open file. */
  interface Reading<T> {
    T read(Safetensors.Reader reader) throws IOException;
  }

  /** All parameters, each tensor's name behind a prefix. */
  static List<Tensor> tensors(String prefix, Parameters parameters) {
    ParameterLayout layout = parameters.layout();
    List<Tensor> tensors = new ArrayList<>();
    List<Long> tableShape = List.of(layout.rows(), (long) layout.columns());
    tensors.add(new Tensor(new Entry(prefix + layout.tableName(), tableShape), parameters.table()));
    for (int i = 0; i < parameters.tensors().length; i++) {
      TensorShape shape = layout.tensors().get(i);
      Entry entry = new Entry(prefix + shape.name(), Entry.of(shape).shape());
      tensors.add(new Tensor(entry, PagedTable.ofArray(parameters.tensors()[i], 1)));
    }
    return tensors;
  }

  /** Writes the file; its checksum. */
  String write(List<Tensor> tensors) throws IOException {
    CRC32C crc = new CRC32C();
    try (OutputStream out =
        new CheckedOutputStream(new BufferedOutputStream(files.create(path), BUFFER_BYTES), crc)) {
      Safetensors.Writer writer =
          new Safetensors.Writer(out, tensors.stream().map(Tensor::entry).toList());
      for (Tensor tensor : tensors) {
        for (int page = 0; page < tensor.values().pageCount(); page++) {
          writer.write(tensor.values().readOnlyPage(page));
        }
      }
    }
    return hexadecimal(crc);
  }

  /** Reads the values of the next tensor. */
  static void read(Safetensors.Reader reader, PagedTable values) throws IOException {
    for (int page = 0; page < values.pageCount(); page++) {
      reader.read(values.page(page));
    }
  }

  /**
   * Reads the file.
   *
   * @param recorded the checksum that it had when it was written
   * @param reading reads all tensors; what it refuses is said as such only of an intact file
   * @throws InvalidModelException where the file is missing, damaged, or refused
   */
  <T> T read(@Nullable String recorded, Reading<T> reading) throws IOException {
    CRC32C crc = new CRC32C();
    T result;
    try (InputStream in =
        new CheckedInputStream(new BufferedInputStream(files.open(path), BUFFER_BYTES), crc)) {
      try {
        result = reading.read(new Safetensors.Reader(in));
      } catch (InvalidModelException e) {
        throw new InvalidModelException("%s: %s".formatted(path, e.getMessage()));
      } catch (StateMismatchException e) {
        in.transferTo(OutputStream.nullOutputStream());
        requireIntact(crc, recorded);
        throw new InvalidModelException("%s: %s".formatted(path, e.getMessage()));
      }
      if (in.read() >= 0) {
        throw new InvalidModelException(path + ": longer than its header says");
      }
    } catch (FileNotFoundException e) {
      throw new InvalidModelException(path + " is missing");
    } catch (EOFException e) {
      throw new InvalidModelException(path + " is cut short");
    }
    requireIntact(crc, recorded);
    return result;
  }

  private void requireIntact(CRC32C crc, @Nullable String recorded) {
    if (!hexadecimal(crc).equals(recorded)) {
      throw new InvalidModelException(
          "%s is damaged: its CRC-32C is %s, the manifest says %s"
              .formatted(path, hexadecimal(crc), recorded == null ? "none" : recorded));
    }
  }

  private static String hexadecimal(CRC32C crc) {
    return "%08x".formatted(crc.getValue());
  }
}
