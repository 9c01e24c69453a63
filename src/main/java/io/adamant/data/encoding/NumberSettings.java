package io.adamant.data.encoding;

import io.adamant.data.ExampleRow;
import io.adamant.data.RowFormatException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A number as one feature with that value.
 *
 * <pre>{@code
 * t = x, or sign(x) ln(1 + |x|) with transform = log
 * value = (t - mean) / deviation with standardize, else t
 * }</pre>
 *
 * <p>Mean and deviation are those of the training rows; the deviation is that of the population, as
 * scikit-learn's StandardScaler has it, and 1 for a column that never changes. The logarithm is
 * that of numbers of either sign, and of 0.
 */
public record NumberSettings(Transform transform, boolean standardize, MissingValues missing)
    implements EncoderSettings {
  public static final NumberSettings DEFAULT =
      new NumberSettings(Transform.NONE, true, MissingValues.FEATURE);

  /** What is done to a number first. */
  public enum Transform {
    NONE,
    LOG;

    double of(double x) {
      // StrictMath: the same bits on every machine.
      return this == NONE ? x : Math.copySign(StrictMath.log1p(Math.abs(x)), x);
    }
  }

  public NumberSettings {
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(missing, "missing");
  }

  @Override
  public String type() {
    return "number";
  }

  @Override
  public boolean readsNumbers() {
    return true;
  }

  @Override
  public @Nullable NumberSurvey survey() {
    return standardize ? new Moments(transform) : null;
  }

  @Override
  public int values(Learnt learnt) {
    return 1;
  }

  @Override
  public Encoder encoder(int[] columns, int first, Learnt learnt) {
    return new OfRows(columns[0], first, transform, learnt.mean(), learnt.deviation());
  }

  private record OfRows(int column, int first, Transform transform, double mean, double deviation)
      implements Encoder {
    @Override
    public boolean encode(RawRow row, ExampleRow example) throws RowFormatException {
      double x = row.number(column);
      if (Double.isNaN(x)) {
        return false;
      }
      example.add(first, (transform.of(x) - mean) / deviation);
      return true;
    }
  }
}
