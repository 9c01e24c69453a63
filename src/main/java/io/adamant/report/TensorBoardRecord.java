package io.adamant.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * One record of an event file as TensorBoard reads it: length, masked CRC-32C of the length, an
 * {@code Event} in protocol buffers, and its masked CRC-32C (TensorFlow's {@code record_writer.cc},
 * {@code event.proto} and {@code summary.proto}).
 */
public final class TensorBoardRecord {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xa282ead8;

  /** Types of fields on the wire. */
  private static final int VARINT = 0;

  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  /** Fields of {@code Event}. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;

  /** Fields of {@code Summary} and of its {@code Value}. */
  private static final int VALUE = 1;

  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private TensorBoardRecord() {}

  /**
   * The record that a file begins with.
   *
   * @param wallTime seconds since 1970
   */
  public static byte[] version(double wallTime) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    putDouble(event, WALL_TIME, wallTime);
    putBytes(event, FILE_VERSION, VERSION.getBytes(StandardCharsets.UTF_8));
    return framed(event.toByteArray());
  }

  /**
   * A record of numbers. As all that TensorBoard calls scalars, they are rounded to single
   * precision.
   *
   * @param wallTime seconds since 1970
   */
  public static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    values.forEach(
        (tag, value) -> {
          ByteArrayOutputStream one = new ByteArrayOutputStream();
          putBytes(one, TAG, tag.getBytes(StandardCharsets.UTF_8));
          putFloat(one, SIMPLE_VALUE, value.floatValue());
          putBytes(summary, VALUE, one.toByteArray());
        });
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    putDouble(event, WALL_TIME, wallTime);
    putKey(event, STEP, VARINT);
    putVarint(event, step);
    putBytes(event, SUMMARY, summary.toByteArray());
    return framed(event.toByteArray());
  }

  private static byte[] framed(byte[] event) {
    byte[] length = littleEndian(Long.BYTES).putLong(event.length).array();
    return littleEndian(Long.BYTES + Integer.BYTES + event.length + Integer.BYTES)
        .put(length)
        .putInt(maskedCrc(length))
        .put(event)
        .putInt(maskedCrc(event))
        .array();
  }

  /** Masked, since a checksum of data that hold checksums would be weak. */
  private static int maskedCrc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void putKey(ByteArrayOutputStream out, int field, int type) {
    putVarint(out, ((long) field << 3) | type);
  }

  private static void putVarint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static void putDouble(ByteArrayOutputStream out, int field, double value) {
    putKey(out, field, FIXED_64);
    out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
  }

  private static void putFloat(ByteArrayOutputStream out, int field, float value) {
    putKey(out, field, FIXED_32);
    out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
  }

  private static void putBytes(ByteArrayOutputStream out, int field, byte[] bytes) {
    putKey(out, field, BYTES);
    putVarint(out, bytes.length);
    out.writeBytes(bytes);
  }
}
