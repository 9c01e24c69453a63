package io.adamant.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of the features, each a range of ids: such as one for users and one for films, or one
 * for each column of a click log. Every feature belongs to one field, and a row may have several
 * features of a field, or none. Immutable.
 */
public final class Fields implements Serializable {
  /** Ids are non-negative ints, and so is their number. */
  private static final int MOST_FEATURES = Integer.MAX_VALUE - 1;

  /** The first feature of each field, and behind the last one the number of features. */
  private final int[] starts;

  private Fields(int[] starts) {
    this.starts = starts;
  }

  /**
   * Fields of some sizes, one behind the other from feature 0.
   *
   * @param sizes features of each field
   */
  public static Fields ofSizes(long... sizes) {
    if (sizes.length == 0) {
      throw new IllegalArgumentException("input.fields must be one size or more, got []");
    }
    int[] starts = new int[sizes.length + 1];
    for (int field = 0; field < sizes.length; field++) {
      if (!(sizes[field] >= 1 && sizes[field] <= MOST_FEATURES - starts[field])) {
        throw new IllegalArgumentException(
            "input.fields must be >= 1 each and at most %d together, got %s"
                .formatted(MOST_FEATURES, Arrays.toString(sizes)));
      }
      starts[field + 1] = starts[field] + (int) sizes[field];
    }
    return new Fields(starts);
  }

  /** Number of fields. */
  public int count() {
    return starts.length - 1;
  }

  /** Number of features of all fields. */
  public int features() {
    return starts[count()];
  }

  /** The first feature of a field. */
  public int start(int field) {
    return starts[field];
  }

  /** Number of features of each field. */
  public List<Long> sizes() {
    List<Long> sizes = new ArrayList<>(count());
    for (int field = 0; field < count(); field++) {
      sizes.add((long) starts[field + 1] - starts[field]);
    }
    return sizes;
  }

  /** The field of a feature. */
  public int fieldOf(int featureId) {
    if (featureId < 0 || featureId >= features()) {
      throw new IndexOutOfBoundsException(
          "feature %d is of no field; they end at %d".formatted(featureId, features()));
    }
    int place = Arrays.binarySearch(starts, featureId);
    return place >= 0 ? place : -place - 2;
  }

  /**
   * The field of each feature of a block's dictionary.
   *
   * @param featureIds ascending
   */
  public int[] fieldsOf(int[] featureIds) {
    int[] fields = new int[featureIds.length];
    if (featureIds.length > 0 && featureIds[featureIds.length - 1] >= features()) {
      throw new IndexOutOfBoundsException(
          "feature %d is of no field; they end at %d"
              .formatted(featureIds[featureIds.length - 1], features()));
    }
    int field = 0;
    for (int i = 0; i < featureIds.length; i++) {
      while (featureIds[i] >= starts[field + 1]) {
        field++;
      }
      fields[i] = field;
    }
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields fields && Arrays.equals(starts, fields.starts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(starts);
  }

  /** The sizes as the configuration writes them. */
  @Override
  public String toString() {
    return sizes().toString();
  }
}
