package io.adamant.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.adamant.engine.WorkingSet;

/** A working set as columns, ids as delta varints, values and tensors. */
public final class WorkingSetSerializer extends Serializer<WorkingSet> {
  public WorkingSetSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, WorkingSet workingSet) {
    output.writeInt(workingSet.columns(), true);
    PrimitiveArrays.writeNullableIds(output, workingSet.ids());
    PrimitiveArrays.writeDoubles(output, workingSet.values());
    PrimitiveArrays.writeTensors(output, workingSet.tensors());
  }

  @Override
  public WorkingSet read(Kryo kryo, Input input, Class<WorkingSet> type) {
    return new WorkingSet(
        input.readInt(true),
        PrimitiveArrays.readNullableIds(input),
        PrimitiveArrays.readDoubles(input),
        PrimitiveArrays.readTensors(input));
  }
}
