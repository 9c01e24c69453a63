package io.adamant.linalg;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Name, initial values and dimensions of a dense tensor; row-major. */
public final class TensorShape implements Serializable {
  private final String name;
  private final InitialValues initialValues;
  private final int[] dimensions;

  /** A tensor that begins with zeros. */
  public TensorShape(String name, int... dimensions) {
    this(name, InitialValues.ZEROS, dimensions);
  }

  /**
   * @param initialValues before training; tensors of other names have others of the same seed
   */
  public TensorShape(String name, InitialValues initialValues, int... dimensions) {
    this.name = name;
    this.initialValues = initialValues;
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

  /** The values before training. */
  public double[] initial() {
    double[] values = new double[size()];
    if (!initialValues.areZeros()) {
      InitialValues own = initialValues.of(name);
      for (int i = 0; i < values.length; i++) {
        values[i] = own.value(i, 0);
      }
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorShape that
        && name.equals(that.name)
        && initialValues.equals(that.initialValues)
        && Arrays.equals(dimensions, that.dimensions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, initialValues, Arrays.hashCode(dimensions));
  }

  /** Such as {@code bias[1]}, or {@code weight[8, 4] from uniform(0.5, seed 7)}. */
  @Override
  public String toString() {
    String shape = name + Arrays.toString(dimensions);
    return initialValues.areZeros() ? shape : shape + " from " + initialValues;
  }
}
