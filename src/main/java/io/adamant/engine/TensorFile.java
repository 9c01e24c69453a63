package io.adamant.engine;

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

  /** A tensor to write. */
  record Tensor(Entry entry, Content content) {}

  /** Writes the values of a tensor. */
  interface Content {
    void writeTo(Safetensors.Writer writer) throws IOException;
  }

  /** What is done with an open file. */
  interface Reading<T> {
    T read(Safetensors.Reader reader) throws IOException;
  }

  /** Writes the file; its checksum. */
  String write(List<Tensor> tensors) throws IOException {
    CRC32C crc = new CRC32C();
    try (OutputStream out =
        new CheckedOutputStream(new BufferedOutputStream(files.create(path), BUFFER_BYTES), crc)) {
      Safetensors.Writer writer =
          new Safetensors.Writer(out, tensors.stream().map(Tensor::entry).toList());
      for (Tensor tensor : tensors) {
        tensor.content().writeTo(writer);
      }
    }
    return hexadecimal(crc);
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
        Safetensors.Reader reader = new Safetensors.Reader(in);
        requireLength(reader);
        result = reading.read(reader);
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

  /** Before anything is made of a size that the header claims. */
  private void requireLength(Safetensors.Reader reader) throws IOException {
    long claimed = reader.headerBytes() + reader.dataBytes();
    long length = files.getFileStatus(path).getLen();
    if (length < claimed) {
      throw new EOFException();
    } else if (length > claimed) {
      throw new InvalidModelException("longer than its header says");
    }
  }

  /**
   * Reads through the file.
   *
   * @throws InvalidModelException where it is missing, or has another checksum
   */
  void check(@Nullable String recorded) throws IOException {
    CRC32C crc = new CRC32C();
    try (InputStream in = new CheckedInputStream(files.open(path), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (FileNotFoundException e) {
      throw new InvalidModelException(path + " is missing");
    }
    requireIntact(crc, recorded);
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
