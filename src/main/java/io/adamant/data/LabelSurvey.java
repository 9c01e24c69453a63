package io.adamant.data;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often each label occurs, and where first. Surveys of parts are merged in the parts' order.
 *
 * @param <T> numbers or text
 */
public final class LabelSurvey<T extends Comparable<T>> implements Serializable {
  private final TreeMap<T, Rows> rows = new TreeMap<>();

  void add(T label, boolean isHeldBack, InputSurvey.RowPositionSource at, int room) {
    Rows known = rows.get(label);
    if (known == null) {
      if (room <= 0) {
        return;
      }
      known = new Rows(at.position());
      rows.put(label, known);
    }
    known.count++;
    known.heldBack += isHeldBack ? 1 : 0;
  }

  void merge(LabelSurvey<T> next, int room) {
    int left = room;
    for (Map.Entry<T, Rows> label : next.rows.entrySet()) {
      Rows known = rows.get(label.getKey());
      if (known == null) {
        if (left-- <= 0) {
          continue;
        }
        known = new Rows(label.getValue().first);
        rows.put(label.getKey(), known);
      }
      known.count += label.getValue().count;
      known.heldBack += label.getValue().heldBack;
    }
  }

  int size() {
    return rows.size();
  }

  /** The labels, ascending. */
  public Set<T> labels() {
    return rows.keySet();
  }

  /** Number of rows of each label, ascending by label. */
  public Map<T, Long> rows() {
    TreeMap<T, Long> counts = new TreeMap<>();
    rows.forEach((label, known) -> counts.put(label, known.count));
    return counts;
  }

  /** Number of rows of each label that are trained on, ascending by label. */
  public Map<T, Long> trainingRows() {
    TreeMap<T, Long> counts = new TreeMap<>();
    rows.forEach((label, known) -> counts.put(label, known.count - known.heldBack));
    return counts;
  }

  /** The first row that has a label. */
  public @Nullable RowPosition firstRow(T label) {
    Rows known = rows.get(label);
    return known == null ? null : known.first;
  }

  /** The rows of a label. */
  public static final class Rows implements Serializable {
    private final RowPosition first;
    private long count;
    private long heldBack;

    Rows(RowPosition first) {
      this.first = first;
    }
  }
}
