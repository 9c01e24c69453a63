package io.adamant.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.adamant.engine.WorkingSet;
import io.adamant.linalg.WirePrecision;
import io.adamant.optimizer.ColumnGroup;
import io.adamant.optimizer.InitialValues;
import io.adamant.optimizer.InitialValues.Distribution;
import java.util.ArrayList;
import java.util.List;

/**
 * A working set, its ids in the form that takes the fewest bytes, and what rows are that are not
 * listed.
 */
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
    output.writeInt(workingSet.initialGroups().size(), true);
    for (ColumnGroup group : workingSet.initialGroups()) {
      output.writeString(group.name());
      output.writeInt(group.columns(), true);
      output.writeString(group.initialValues().distribution().name());
      output.writeDouble(group.initialValues().scale());
      output.writeLong(group.initialValues().seed());
    }
  }

  @Override
  public WorkingSet read(Kryo kryo, Input input, Class<WorkingSet> type) {
    WirePrecision precision = PrimitiveArrays.readPrecision(input);
    return new WorkingSet(
        precision,
        input.readInt(true),
        PrimitiveArrays.readNullableIds(input),
        PrimitiveArrays.readValues(input, precision),
        PrimitiveArrays.readTensors(input, precision),
        readGroups(input));
  }

  private static List<ColumnGroup> readGroups(Input input) {
    List<ColumnGroup> groups = new ArrayList<>();
    for (int left = input.readInt(true); left > 0; left--) {
      String name = input.readString();
      int columns = input.readInt(true);
      Distribution distribution = Distribution.valueOf(input.readString());
      InitialValues values = new InitialValues(distribution, input.readDouble(), input.readLong());
      groups.add(new ColumnGroup(name, columns, values));
    }
    return groups;
  }
}
