package io.adamant.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Rows of LIBSVM text that a linear model can learn, the same for the same seed. */
public final class LibsvmRows {
  /** Features of a row, some of which may fall together. */
  private static final int NON_ZEROS = 6;

  private LibsvmRows() {}

  /** Draws rows with labels -1 and +1, indices from 1 to {@code features}, and mixed values. */
  public static List<String> draw(int rows, int features, long seed) {
    Random random = new Random(seed);
    double[] truth = random.doubles(features, -2, 2).toArray();
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      TreeMap<Integer, Double> values = new TreeMap<>();
      for (int i = 0; i < NON_ZEROS; i++) {
        int quarters = 1 + random.nextInt(8);
        values.put(random.nextInt(features), quarters / 4.0);
      }
      double margin = 0;
      StringBuilder text = new StringBuilder();
      for (var feature : values.entrySet()) {
        margin += truth[feature.getKey()] * feature.getValue();
        text.append(' ').append(feature.getKey() + 1).append(':').append(feature.getValue());
      }
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-margin));
      lines.add((positive ? "+1" : "-1") + text);
    }
    return lines;
  }
}
