package io.adamant.serialization;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.adamant.linalg.DeltaVarints;
import io.adamant.linalg.IdBitmap;
import io.adamant.linalg.LittleEndianDoubles;
import org.jspecify.annotations.Nullable;

/** Arrays on Kryo's streams, in bulk: Kryo itself writes a double a byte at a time. */
final class PrimitiveArrays {
  private PrimitiveArrays() {}

  static void writeDoubles(Output output, double[] values) {
    output.writeInt(values.length, true);
    LittleEndianDoubles run = new LittleEndianDoubles();
    for (int from = 0; from < values.length; from += LittleEndianDoubles.CAPACITY) {
      int count = Math.min(LittleEndianDoubles.CAPACITY, values.length - from);
      run.put(values, from, count);
      output.writeBytes(run.bytes(), 0, count * Double.BYTES);
    }
  }

  static double[] readDoubles(Input input) {
    double[] values = new double[input.readInt(true)];
    LittleEndianDoubles run = new LittleEndianDoubles();
    for (int from = 0; from < values.length; from += LittleEndianDoubles.CAPACITY) {
      int count = Math.min(LittleEndianDoubles.CAPACITY, values.length - from);
      input.readBytes(run.bytes(), 0, count * Double.BYTES);
      run.get(values, from, count);
    }
    return values;
  }

  static void writeIds(Output output, int[] ids) {
    boolean dense = IdBitmap.isSmaller(ids);
    byte[] bytes = dense ? IdBitmap.encode(ids) : DeltaVarints.encode(ids);
    output.writeBoolean(dense);
    output.writeInt(ids.length, true);
    output.writeInt(bytes.length, true);
    output.writeBytes(bytes);
  }

  static int[] readIds(Input input) {
    boolean dense = input.readBoolean();
    int count = input.readInt(true);
    byte[] bytes = input.readBytes(input.readInt(true));
    return dense ? IdBitmap.decode(bytes, count) : DeltaVarints.decode(bytes, count);
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

  static void writeTensors(Output output, double[][] tensors) {
    output.writeInt(tensors.length, true);
    for (double[] tensor : tensors) {
      writeDoubles(output, tensor);
    }
  }

  static double[][] readTensors(Input input) {
    double[][] tensors = new double[input.readInt(true)][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = readDoubles(input);
    }
    return tensors;
  }
}
