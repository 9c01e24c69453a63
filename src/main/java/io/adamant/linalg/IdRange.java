package io.adamant.linalg;

/** Ids that are all numbers from 0 on: they are known from how many there are. */
public final class IdRange {
  private IdRange() {}

  /**
   * Whether ids are 0, 1, 2 and so on, without a gap.
   *
   * @param ids strictly ascending
   */
  public static boolean holds(int[] ids) {
    return ids.length == 0 || ids[ids.length - 1] == ids.length - 1;
  }

  /** The first {@code count} ids. */
  public static int[] decode(int count) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = i;
    }
    return ids;
  }
}
