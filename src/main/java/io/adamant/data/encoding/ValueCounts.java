package io.adamant.data.encoding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often numbers occur, by sign, exponent and the first ten bits of the fraction, so that
 * quantiles are known to a thousandth, and those of whole numbers below 2048 exactly. The cells are
 * fixed beforehand and counts are whole numbers: unlike sketches that adapt to what they see, these
 * merge to the same result in any order.
 */
public final class ValueCounts implements NumberSurvey {
  private static final int FRACTION_BITS = 10;

  /** Bits of a double that a cell does not tell apart. */
  private static final int DROPPED = 52 - FRACTION_BITS;

  private static final int PAGE = 1 << FRACTION_BITS;

  /** Sign and exponent. */
  private static final int PAGES = 1 << 12;

  /** Counts of the cells of a sign and an exponent, ascending; null where there are none. */
  private final long[] @Nullable [] pages = new long[PAGES][];

  private long count;

  @Override
  public void add(double x) {
    int cell = cell(x);
    page(cell / PAGE)[cell % PAGE]++;
    count++;
  }

  /** Cells are numbered in the order of the numbers: a negative number's bits run backwards. */
  private static int cell(double x) {
    long bits = Double.doubleToRawLongBits(x + 0.0);
    long ordered = bits ^ (bits >> 63 & Long.MAX_VALUE) ^ Long.MIN_VALUE;
    return (int) (ordered >>> DROPPED);
  }

  /** The smallest number of a cell. */
  private static double smallest(int cell) {
    long ordered = ((long) cell << DROPPED) ^ Long.MIN_VALUE;
    return Double.longBitsToDouble(ordered ^ (ordered >> 63 & Long.MAX_VALUE));
  }

  private long[] page(int number) {
    long[] page = pages[number];
    if (page == null) {
      page = new long[PAGE];
      pages[number] = page;
    }
    return page;
  }

  @Override
  public void merge(NumberSurvey other) {
    ValueCounts next = (ValueCounts) other;
    for (int number = 0; number < PAGES; number++) {
      long[] counts = next.pages[number];
      if (counts != null) {
        long[] page = page(number);
        for (int i = 0; i < PAGE; i++) {
          page[i] += counts[i];
        }
      }
    }
    count += next.count;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public Learnt learnt(EncoderSettings settings) {
    return Learnt.ofBoundaries(boundaries(((BucketSettings) settings).quantiles()));
  }

  /**
   * Boundaries that leave about as many numbers in each of some buckets: each is next to its
   * quantile, above or below the numbers of a cell, whichever is nearer. Where one number is
   * frequent, there are fewer.
   */
  List<Double> boundaries(int buckets) {
    List<Double> boundaries = new ArrayList<>();
    long before = 0;
    int quantile = 1;
    boolean isAbovePrevious = false;
    for (int number = 0; number < PAGES; number++) {
      long[] page = pages[number];
      for (int i = 0; page != null && i < PAGE; i++) {
        if (page[i] == 0) {
          continue;
        }
        boolean isBoundary = isAbovePrevious;
        isAbovePrevious = false;
        long upTo = before + page[i];
        for (; quantile < buckets && target(quantile, buckets) < upTo; quantile++) {
          double target = target(quantile, buckets);
          boolean isBelow = target - before <= upTo - target;
          isBoundary |= isBelow && before > 0;
          isAbovePrevious |= !isBelow;
        }
        if (isBoundary) {
          boundaries.add(smallest(number * PAGE + i));
        }
        before = upTo;
      }
    }
    return boundaries;
  }

  /** How many numbers are to lie below a quantile. */
  private double target(int quantile, int buckets) {
    return (double) count * quantile / buckets;
  }
}
