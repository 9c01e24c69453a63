package io.adamant.data.encoding;

import java.io.Serializable;

/**
 * What is to be known of a column of numbers before it can be encoded. The result is that of the
 * numbers alone, whatever the order in which they come and surveys are merged.
 */
public sealed interface NumberSurvey extends Serializable permits Moments, ValueCounts {
  /** Takes note of a number, finite. */
  void add(double x);

  /** Takes over what another of the same settings has seen. */
  void merge(NumberSurvey other);

  /** Numbers seen. */
  long count();

  /**
   * What follows from the numbers, of which there is one at least.
   *
   * @param settings those that the survey is of
   */
  Learnt learnt(EncoderSettings settings);
}
