package io.adamant.data.encoding;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A number as the bucket that it is in: one feature of several is 1. A bucket reaches from a
 * boundary, which belongs to it, to the next; the first and the last are open.
 *
 * @param boundaries given ones; empty where quantiles of the training rows are taken
 * @param quantiles how many buckets are to have about as many rows each; 0 where boundaries are
 *     given
 */
public record BucketSettings(List<Double> boundaries, int quantiles, MissingValues missing)
    implements EncoderSettings {
  /** The most buckets; boundaries are kept in the manifest. */
  private static final int MOST = 4096;

  public static final BucketSettings DEFAULT =
      new BucketSettings(List.of(), 0, MissingValues.FEATURE);

  public BucketSettings {
    Objects.requireNonNull(missing, "missing");
    Learnt.requireAscending(boundaries);
    if (boundaries.size() >= MOST) {
      throw new IllegalArgumentException(
          "encoding.boundaries must be fewer than %d, got %d".formatted(MOST, boundaries.size()));
    }
    if (!(quantiles == 0 || (quantiles >= 2 && quantiles <= MOST))) {
      throw new IllegalArgumentException(
          "encoding.quantiles must be from 2 to %d, got %d".formatted(MOST, quantiles));
    }
    if (quantiles > 0 && !boundaries.isEmpty()) {
      throw new IllegalArgumentException("encoding.quantiles and boundaries exclude each other");
    }
    boundaries = List.copyOf(boundaries);
  }

  @Override
  public void requireComplete() {
    if (quantiles == 0 && boundaries.isEmpty()) {
      throw new IllegalArgumentException(
          "encoding.boundaries or quantiles must be given for type = bucket");
    }
  }

  @Override
  public String type() {
    return "bucket";
  }

  @Override
  public boolean readsNumbers() {
    return true;
  }

  @Override
  public @Nullable NumberSurvey survey() {
    return quantiles == 0 ? null : new ValueCounts();
  }

  private List<Double> boundaries(Learnt learnt) {
    return quantiles == 0 ? boundaries : learnt.boundaries();
  }

  @Override
  public int values(Learnt learnt) {
    return boundaries(learnt).size() + 1;
  }

  @Override
  public Encoder encoder(int[] columns, int first, Learnt learnt) {
    double[] ascending = boundaries(learnt).stream().mapToDouble(Double::doubleValue).toArray();
    return new OfRows(columns[0], first, ascending);
  }

  private static final class OfRows implements Encoder {
    private final int column;
    private final int first;
    private final double[] boundaries;

    OfRows(int column, int first, double[] boundaries) {
      this.column = column;
      this.first = first;
      this.boundaries = boundaries;
    }

    @Override
    public boolean encode(RawRow row, ExampleRow example) throws RowFormatException {
      double x = row.number(column);
      if (Double.isNaN(x)) {
        return false;
      }
      // The sum makes one zero of the two, which the search would tell apart.
      int found = Arrays.binarySearch(boundaries, x + 0.0);
      example.add(first + (found >= 0 ? found + 1 : -found - 1), 1.0);
      return true;
    }
  }
}
