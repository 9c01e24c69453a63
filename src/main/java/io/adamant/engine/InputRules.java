package io.adamant.engine;

import io.adamant.data.ExampleRow;
import io.adamant.data.InputSurvey;
import io.adamant.data.InvalidInputException;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowPosition;
import io.adamant.data.Task;
import java.io.Serializable;

/** What an input must keep to, and what follows where it does not. */
public final class InputRules implements Serializable {
  /** Value of {@link #features()} and {@link #indexBase()} that leaves them to the data. */
  public static final int DETECT = -1;

  private final int features;
  private final int indexBase;
  private final boolean skipBadRows;
  private final long maxBadRows;
  private final Task task;

  /**
   * @param features number of features, or {@link #DETECT}
   * @param indexBase 0, 1 or {@link #DETECT}
   * @param skipBadRows whether rows that cannot be read are counted and passed over
   * @param maxBadRows how many of them are too many, from there on
   */
  public InputRules(int features, int indexBase, boolean skipBadRows, long maxBadRows) {
    this(features, indexBase, skipBadRows, maxBadRows, Task.BINARY);
  }

  private InputRules(int features, int indexBase, boolean skipBadRows, long maxBadRows, Task task) {
    this.task = task;
    this.features = features;
    this.indexBase = indexBase;
    this.skipBadRows = skipBadRows;
    this.maxBadRows = maxBadRows;
  }

  public int features() {
    return features;
  }

  public int indexBase() {
    return indexBase;
  }

  /** What the labels are for; of two classes unless said otherwise. */
  public Task task() {
    return task;
  }

  /** Whether rows that cannot be read are passed over. */
  public boolean skipsBadRows() {
    return skipBadRows;
  }

  /** The same rules with labels for a task. */
  public InputRules withTask(Task other) {
    return new InputRules(features, indexBase, skipBadRows, maxBadRows, other);
  }

  /** The same rules with what was left to the data filled in. */
  public InputRules with(int features, int indexBase) {
    return new InputRules(features, indexBase, skipBadRows, maxBadRows, task);
  }

  /**
   * Refuses a row whose features are out of range, as far as that is known before all rows are.
   *
   * @param row finished
   */
  void check(ExampleRow row) throws RowFormatException {
    if (row.size() == 0) {
      return;
    }
    int largest = row.index(row.size() - 1);
    int limit = indexBase == 0 ? features - 1 : features;
    if (features != DETECT && largest > limit) {
      throw new RowFormatException(
          "index %d is beyond the largest, %d (input.features = %d)"
              .formatted(largest, limit, features));
    }
    if (indexBase == 1 && row.index(0) == 0) {
      throw new RowFormatException("index 0 where indices count from 1 (input.index-base = 1)");
    }
  }

  /** Refuses an input without rows, and one with too many that cannot be read. */
  public void requireReadable(InputSurvey survey, RowSource source) {
    RowPosition bad = survey.firstBadAt();
    if (bad != null && !skipBadRows) {
      throw new InvalidInputException(
          "%s: %s (input.on-bad-row=skip passes such rows over)"
              .formatted(source.locate(bad), survey.firstBadReason()));
    }
    if (bad != null && survey.badRows() > maxBadRows) {
      throw new InvalidInputException(
          "%s: %d rows cannot be read, more than input.max-bad-rows = %d; the first is %s: %s"
              .formatted(
                  source.name(),
                  survey.badRows(),
                  maxBadRows,
                  source.locate(bad),
                  survey.firstBadReason()));
    }
    if (survey.rows() == 0) {
      throw new InvalidInputException(source.name() + ": no rows");
    }
  }

  /** What the indices count from: as declared, or 0 where an index 0 occurs and 1 elsewhere. */
  int indexBaseOf(InputSurvey survey) {
    if (indexBase != DETECT) {
      return indexBase;
    }
    return survey.smallestIndex() == 0 ? 0 : 1;
  }

  /** The number of features: as declared, by rule or input, or enough for the largest index. */
  int featuresOf(InputSurvey survey, RowSource source) {
    int base = indexBaseOf(survey);
    int needed = Math.max(1, survey.largestIndex() + 1 - base);
    RowPosition at = survey.largestIndexAt();
    if (features != DETECT && at != null && needed > features) {
      throw new InvalidInputException(
          "%s: index %d is beyond the largest, %d (input.features = %d, indices from %d)"
              .formatted(
                  source.locate(at), survey.largestIndex(), features - 1 + base, features, base));
    }
    return features == DETECT ? Math.max(needed, source.features()) : features;
  }
}
