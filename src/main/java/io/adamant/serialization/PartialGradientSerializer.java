package io.adamant.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.adamant.engine.PartialGradient;
import io.adamant.linalg.SparseRows;

/** A partial gradient with its ids as delta varints. */
public final class PartialGradientSerializer extends Serializer<PartialGradient> {
  public PartialGradientSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, PartialGradient partial) {
    output.writeInt(partial.table().columns(), true);
    PrimitiveArrays.writeIds(output, partial.table().ids());
    PrimitiveArrays.writeDoubles(output, partial.table().values());
    PrimitiveArrays.writeTensors(output, partial.tensors());
    output.writeDouble(partial.lossSum());
    output.writeDouble(partial.weightSum());
    output.writeLong(partial.rows(), true);
    output.writeInt(partial.nonFiniteLane(), false);
    PrimitiveArrays.writeIds(output, partial.nextFeatures());
  }

  @Override
  public PartialGradient read(Kryo kryo, Input input, Class<PartialGradient> type) {
    int columns = input.readInt(true);
    int[] ids = PrimitiveArrays.readIds(input);
    double[] values = PrimitiveArrays.readDoubles(input);
    return new PartialGradient(
        new SparseRows(columns, ids, values),
        PrimitiveArrays.readTensors(input),
        input.readDouble(),
        input.readDouble(),
        input.readLong(true),
        input.readInt(false),
        PrimitiveArrays.readIds(input));
  }
}
