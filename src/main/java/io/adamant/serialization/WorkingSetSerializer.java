package io.adamant.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.adamant.engine.WorkingSet;
import io.adamant.linalg.WirePrecision;

/** A working set, its ids in the form that takes the fewest bytes. */
public final class WorkingSetSerializer extends Serializer<WorkingSet> {
  public WorkingSetSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, WorkingSet workingSet) {
    WirePrecision precision = workingSet.precision();
    PrimitiveArrays.writePrecision(output, precision);
    output.writeInt(workingSet.columns(), true);
    PrimitiveArrays.writeNullableIds(output, workingSet.ids());
    PrimitiveArrays.writeValues(output, workingSet.values(), precision);
    PrimitiveArrays.writeTensors(output, workingSet.tensors(), precision);
  }

  @Override
  public WorkingSet read(Kryo kryo, Input input, Class<WorkingSet> type) {
    WirePrecision precision = PrimitiveArrays.readPrecision(input);
    return new WorkingSet(
        precision,
        input.readInt(true),
        PrimitiveArrays.readNullableIds(input),
        PrimitiveArrays.readValues(input, precision),
        PrimitiveArrays.readTensors(input, precision));
  }
}
