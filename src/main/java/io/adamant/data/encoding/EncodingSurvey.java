package io.adamant.data.encoding;

import io.adamant.data.InvalidInputException;
import io.adamant.data.RowFormatException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the encoders are to learn from rows. The result does not depend on the order of rows, nor of
 * merging: sums are exact, and what is counted is counted in cells that are fixed beforehand.
 */
public final class EncodingSurvey implements Serializable {
  /** One for each encoder; null where it learns nothing. */
  private final @Nullable NumberSurvey[] surveys;

  private long rows;
  private long badRows;

  EncodingSurvey(Encoding encoding) {
    surveys = new NumberSurvey[encoding.encoders().size()];
    for (int i = 0; i < surveys.length; i++) {
      surveys[i] = encoding.encoders().get(i).settings().survey();
    }
  }

  /** Takes over what another survey for the same encoding has seen. */
  public void merge(EncodingSurvey other) {
    for (int i = 0; i < surveys.length; i++) {
      NumberSurvey own = surveys[i];
      NumberSurvey next = other.surveys[i];
      if (own != null && next != null) {
        own.merge(next);
      }
    }
    rows += other.rows;
    badRows += other.badRows;
  }

  /** Rows that were surveyed. */
  public long rows() {
    return rows;
  }

  /** Rows that could not be read, and do not count. */
  public long badRows() {
    return badRows;
  }

  /**
   * The encoding with what is learnt.
   *
   * @param encoding that the survey is for
   * @throws InvalidInputException where a column has nothing to learn from
   */
  public Encoding learnt(Encoding encoding) {
    List<ColumnEncoding> learnt = new ArrayList<>();
    for (int i = 0; i < surveys.length; i++) {
      ColumnEncoding encoder = encoding.encoders().get(i);
      NumberSurvey survey = surveys[i];
      learnt.add(survey == null ? encoder : encoder.with(learnt(encoder, survey)));
    }
    return new Encoding(learnt);
  }

  private static Learnt learnt(ColumnEncoding encoder, NumberSurvey survey) {
    if (survey.count() == 0) {
      throw onlyMissing(encoder);
    }
    try {
      return survey.learnt(encoder.settings());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("column %s: %s".formatted(encoder.name(), e.getMessage()));
    }
  }

  /** What is said of an encoder that meets no value. */
  public static InvalidInputException onlyMissing(ColumnEncoding encoder) {
    return new InvalidInputException(
        "column %s has only missing values; leave it out of encoding".formatted(encoder.name()));
  }

  /** Feeds rows to a survey. */
  public static final class Rows {
    private final EncodingSurvey survey;
    private final ColumnEncoding[] encoders;
    private final int[][] places;
    private final double[] numbers;
    private final TextBytes text = new TextBytes();

    /** Of rows for an encoding. */
    public Rows(Encoding encoding) {
      survey = encoding.survey();
      encoders = encoding.encoders().toArray(ColumnEncoding[]::new);
      places = new int[encoders.length][];
      for (int i = 0; i < encoders.length; i++) {
        places[i] = encoding.places(i);
      }
      numbers = new double[encoders.length];
    }

    /**
     * Takes note of a row.
     *
     * @throws RowFormatException where it could not be encoded; then nothing of it counts
     */
    public void add(RawRow row) throws RowFormatException {
      for (int i = 0; i < encoders.length; i++) {
        boolean isMissing;
        if (encoders[i].settings().readsNumbers()) {
          numbers[i] = row.number(places[i][0]);
          isMissing = Double.isNaN(numbers[i]);
        } else {
          isMissing = isMissing(row, places[i]);
        }
        if (isMissing && encoders[i].settings().missing() == MissingValues.FAIL) {
          throw Encoding.Rows.missing(encoders[i].name());
        }
      }
      for (int i = 0; i < encoders.length; i++) {
        NumberSurvey of = survey.surveys[i];
        if (of != null && !Double.isNaN(numbers[i])) {
          of.add(numbers[i]);
        }
      }
    }

    private boolean isMissing(RawRow row, int[] columns) {
      for (int column : columns) {
        int texts = row.texts(column);
        int i = 0;
        while (i < texts && !row.text(column, i, text)) {
          i++;
        }
        if (i == texts) {
          return true;
        }
      }
      return false;
    }

    /**
     * What was seen.
     *
     * @param rows how many rows were taken note of
     * @param badRows how many could not be read
     */
    public EncodingSurvey survey(long rows, long badRows) {
      survey.rows = rows;
      survey.badRows = badRows;
      return survey;
    }
  }
}
