package io.adamant.data;

/** The labels of a regression: numbers, as they are. */
public final class NumberLabels implements LabelEncoding {
  @Override
  public double encode(ExampleRow row) {
    return row.label();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumberLabels;
  }

  @Override
  public int hashCode() {
    return NumberLabels.class.hashCode();
  }

  @Override
  public String toString() {
    return "numbers";
  }
}
