package io.adamant.linalg;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Name and dimensions of a dense tensor; row-major. */
public final class TensorShape implements Serializable {
  private final String name;
  private final int[] dimensions;

  public TensorShape(String name, int... dimensions) {
    this.name = name;
    this.dimensions = dimensions.clone();
    size();
  }

  public String name() {
    return name;
  }

  public List<Integer> dimensions() {
    return Arrays.stream(dimensions).boxed().toList();
  }

  /** Number of values. */
  public int size() {
    int size = 1;
    for (int dimension : dimensions) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorShape that
        && name.equals(that.name)
        && Arrays.equals(dimensions, that.dimensions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, Arrays.hashCode(dimensions));
  }

  @Override
  public String toString() {
    return name + Arrays.toString(dimensions);
  }
}
