package io.adamant.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.adamant.engine.PartialGradient;
import io.adamant.engine.Tally;
import io.adamant.linalg.SparseRows;
import io.adamant.linalg.WirePrecision;

/** A partial gradient, its ids in the form that takes the fewest bytes. */
public final class PartialGradientSerializer extends Serializer<PartialGradient> {
  public PartialGradientSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, PartialGradient partial) {
    WirePrecision precision = partial.precision();
    PrimitiveArrays.writePrecision(output, precision);
    output.writeInt(partial.table().columns(), true);
    PrimitiveArrays.writeIds(output, partial.table().ids());
    PrimitiveArrays.writeValues(output, partial.table().values(), precision);
    PrimitiveArrays.writeTensors(output, partial.tensors(), precision);
    output.writeDouble(partial.lossSum());
    output.writeDouble(partial.weightSum());
    output.writeLong(partial.rows(), true);
    output.writeInt(partial.nonFiniteLane(), false);
    output.writeInt(partial.overflowLane(), false);
    PrimitiveArrays.writeIds(output, partial.nextFeatures());
    output.writeLong(partial.tally().blocks(), true);
    output.writeLong(partial.tally().marks());
  }

  @Override
  public PartialGradient read(Kryo kryo, Input input, Class<PartialGradient> type) {
    WirePrecision precision = PrimitiveArrays.readPrecision(input);
    int columns = input.readInt(true);
    int[] ids = PrimitiveArrays.readIds(input);
    double[] values = PrimitiveArrays.readValues(input, precision);
    PartialGradient partial =
        new PartialGradient(
            precision,
            new SparseRows(columns, ids, values),
            PrimitiveArrays.readTensors(input, precision),
            input.readDouble(),
            input.readDouble(),
            input.readLong(true),
            input.readInt(false),
            input.readInt(false),
            PrimitiveArrays.readIds(input));
    return partial.withTally(new Tally(input.readLong(true), input.readLong()));
  }
}
