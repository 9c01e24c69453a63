package io.adamant.serialization;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.adamant.linalg.DeltaVarints;
import io.adamant.linalg.IdBitmap;
import io.adamant.linalg.IdRange;
import io.adamant.linalg.LittleEndianDoubles;
import io.adamant.linalg.LittleEndianFloats;
import io.adamant.linalg.WirePrecision;
import org.jspecify.annotations.Nullable;

/** Arrays on Kryo's streams, in bulk: Kryo itself writes a double a byte at a time. */
final class PrimitiveArrays {
  /** Forms of ids: differences. */
  private static final byte VARINTS = 0;

  /** A bit for each possible id. */
  private static final byte BITMAP = 1;

  /** All from 0 on: their number says it. */
  private static final byte RANGE = 2;

  private PrimitiveArrays() {}

  private static void writeDoubles(Output output, double[] values) {
    output.writeInt(values.length, true);
    LittleEndianDoubles run = new LittleEndianDoubles();
    for (int from = 0; from < values.length; from += LittleEndianDoubles.CAPACITY) {
      int count = Math.min(LittleEndianDoubles.CAPACITY, values.length - from);
      run.put(values, from, count);
      output.writeBytes(run.bytes(), 0, count * Double.BYTES);
    }
  }

  private static double[] readDoubles(Input input) {
    double[] values = new double[input.readInt(true)];
    LittleEndianDoubles run = new LittleEndianDoubles();
    for (int from = 0; from < values.length; from += LittleEndianDoubles.CAPACITY) {
      int count = Math.min(LittleEndianDoubles.CAPACITY, values.length - from);
      input.readBytes(run.bytes(), 0, count * Double.BYTES);
      run.get(values, from, count);
    }
    return values;
  }

  /** Values at a precision that holds them. */
  static void writeValues(Output output, double[] values, WirePrecision precision) {
    switch (precision) {
      case FLOAT64 -> writeDoubles(output, values);
      case FLOAT32 -> writeFloats(output, values);
    }
  }

  static double[] readValues(Input input, WirePrecision precision) {
    return switch (precision) {
      case FLOAT64 -> readDoubles(input);
      case FLOAT32 -> readFloats(input);
    };
  }

  private static void writeFloats(Output output, double[] values) {
    output.writeInt(values.length, true);
    LittleEndianFloats run = new LittleEndianFloats();
    for (int from = 0; from < values.length; from += LittleEndianFloats.CAPACITY) {
      int count = Math.min(LittleEndianFloats.CAPACITY, values.length - from);
      run.put(values, from, count);
      output.writeBytes(run.bytes(), 0, count * Float.BYTES);
    }
  }

  private static double[] readFloats(Input input) {
    double[] values = new double[input.readInt(true)];
    LittleEndianFloats run = new LittleEndianFloats();
    for (int from = 0; from < values.length; from += LittleEndianFloats.CAPACITY) {
      int count = Math.min(LittleEndianFloats.CAPACITY, values.length - from);
      input.readBytes(run.bytes(), 0, count * Float.BYTES);
      run.get(values, from, count);
    }
    return values;
  }

  static void writePrecision(Output output, WirePrecision precision) {
    output.writeByte(precision.bytes());
  }

  static WirePrecision readPrecision(Input input) {
    return input.readByte() == WirePrecision.FLOAT32.bytes()
        ? WirePrecision.FLOAT32
        : WirePrecision.FLOAT64;
  }

  /** Ids in the form that takes the fewest bytes. */
  static void writeIds(Output output, int[] ids) {
    if (IdRange.holds(ids)) {
      output.writeByte(RANGE);
      output.writeInt(ids.length, true);
      return;
    }
    boolean dense = IdBitmap.isSmaller(ids);
    byte[] bytes = dense ? IdBitmap.encode(ids) : DeltaVarints.encode(ids);
    output.writeByte(dense ? BITMAP : VARINTS);
    output.writeInt(ids.length, true);
    output.writeInt(bytes.length, true);
    output.writeBytes(bytes);
  }

  static int[] readIds(Input input) {
    byte form = input.readByte();
    int count = input.readInt(true);
    if (form == RANGE) {
      return IdRange.decode(count);
    }
    byte[] bytes = input.readBytes(input.readInt(true));
    return form == BITMAP ? IdBitmap.decode(bytes, count) : DeltaVarints.decode(bytes, count);
  }

  static void writeNullableIds(Output output, int @Nullable [] ids) {
    output.writeBoolean(ids != null);
    if (ids != null) {
      writeIds(output, ids);
    }
  }

  static int @Nullable [] readNullableIds(Input input) {
    return input.readBoolean() ? readIds(input) : null;
  }

  static void writeTensors(Output output, double[][] tensors, WirePrecision precision) {
    output.writeInt(tensors.length, true);
    for (double[] tensor : tensors) {
      writeValues(output, tensor, precision);
    }
  }

  static double[][] readTensors(Input input, WirePrecision precision) {
    double[][] tensors = new double[input.readInt(true)][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = readValues(input, precision);
    }
    return tensors;
  }
}
