package io.adamant.linalg;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the rows of a table stand: each at the place of its own number, or, where few of many rows
 * are ever needed, one behind the other in the order of their first touch. All tables of the same
 * rows, such as parameters and moments, share one.
 *
 * <p>Rows that were never touched are all alike, and stand for all of them at place {@link
 * #UNTOUCHED}. Places are given out in the order in which {@link #touch} sees the rows: they are
 * the same however many cores or machines there are.
 */
public final class RowPlaces implements Serializable {
  /** The place of all rows that were never touched. */
  public static final int UNTOUCHED = 0;

  /** Fewer rows than this are not worth a second thread. */
  private static final int PARALLEL_ROWS = 1 << 13;

  /** Up to so many rows a place for each, 64 MiB, takes less than a table of those with one. */
  private static final int MOST_DIRECT = 1 << 24;

  private static final int FIRST_CAPACITY = 1 << 10;

  /** Ids that are looked up together. */
  private static final int CHUNK = 1 << 8;

  /** 2^32 divided by the golden ratio: neighbouring ids come far from each other (Knuth, 6.4). */
  private static final int GOLDEN = 0x9E3779B9;

  private final long rows;
  private final boolean areAll;

  /** Row ids by place. */
  private int[] ids = new int[0];

  private int count;

  /**
   * Open addressing: an id in the high half, its place in the low half; zero where there is none.
   */
  private long[] table = new long[0];

  /** The place of each row, where that is not too much; then there is no table. */
  private int[] direct = new int[0];

  private int most = Integer.MAX_VALUE;

  /** What was last asked for: a step asks for its rows several times. */
  private transient int[] lastIds = new int[0];

  private transient int[] lastPlaces = new int[0];

  private RowPlaces(long rows, boolean areAll) {
    this.rows = rows;
    this.areAll = areAll;
  }

  /** Every row at the place of its own number. */
  public static RowPlaces all(long rows) {
    return new RowPlaces(rows, true);
  }

  /** Places on first touch. */
  public static RowPlaces onFirstTouch(long rows) {
    RowPlaces places = new RowPlaces(rows, false);
    places.ids = new int[FIRST_CAPACITY];
    places.ids[UNTOUCHED] = -1;
    places.count = 1;
    if (rows <= MOST_DIRECT) {
      places.direct = new int[(int) rows];
    } else {
      places.table = new long[2 * FIRST_CAPACITY];
    }
    return places;
  }

  /** The same places, which rows that are touched later do not join. */
  public RowPlaces copy() {
    if (areAll) {
      return this;
    }
    RowPlaces copy = new RowPlaces(rows, false);
    copy.ids = Arrays.copyOf(ids, count);
    copy.count = count;
    copy.table = table.clone();
    copy.direct = direct.clone();
    copy.most = most;
    return copy;
  }

  /** Rows that there may be. */
  public long rows() {
    return rows;
  }

  /** Whether each row stands at the place of its own number. */
  public boolean areAll() {
    return areAll;
  }

  /** Places that are taken, with that of all untouched rows. */
  public long count() {
    return areAll ? rows : count;
  }

  /** The row at a place that was given to one. */
  public int idAt(int place) {
    return areAll ? place : ids[place];
  }

  /**
   * Refuses rows beyond a number from now on.
   *
   * @param mostTouched rows that may have been touched at the same time
   */
  public void limit(long mostTouched) {
    most = (int) Math.min(Integer.MAX_VALUE, mostTouched);
  }

  /**
   * The places of some rows.
   *
   * @param wanted row ids, which the caller does not change any more
   * @return the place of each, not to be written to; {@link #UNTOUCHED} of those that have none
   */
  public int[] placesOf(int[] wanted) {
    return areAll || wanted == lastIds ? known(wanted) : find(wanted);
  }

  private int[] known(int[] wanted) {
    return areAll ? wanted : lastPlaces;
  }

  /**
   * The places of some rows, which are given to those that have none.
   *
   * @param wanted row ids, ascending, which the caller does not change any more
   * @return the place of each; not to be written to
   * @throws TooManyRowsException where that would be more than the {@link #limit}; nothing is
   *     changed
   */
  public int[] touch(int[] wanted) {
    if (areAll || wanted == lastIds) {
      return known(wanted);
    }
    int[] places = find(wanted);
    int missing = 0;
    for (int place : places) {
      missing += place == UNTOUCHED ? 1 : 0;
    }
    if (missing > 0) {
      long needed = (long) count + missing;
      if (needed - 1 > most) {
        throw new TooManyRowsException(needed - 1, most);
      }
      reserve(needed);
      for (int i = 0; i < wanted.length; i++) {
        if (places[i] == UNTOUCHED) {
          places[i] = add(wanted[i]);
        }
      }
    }
    lastIds = wanted;
    lastPlaces = places;
    return places;
  }

  private int add(int id) {
    int place = count++;
    ids[place] = id;
    if (direct.length > 0) {
      direct[id] = place;
    } else {
      insert(table, id, place);
    }
    return place;
  }

  private int[] find(int[] wanted) {
    int[] places = new int[wanted.length];
    Parallel.forRanges(wanted.length, PARALLEL_ROWS, (from, to) -> find(wanted, from, to, places));
    return places;
  }

  private void find(int[] wanted, int from, int to, int[] places) {
    int[] direct = this.direct;
    if (direct.length > 0) {
      for (int i = from; i < to; i++) {
        places[i] = direct[wanted[i]];
      }
      return;
    }
    // First all entries of a chunk where ids ought to be, with no branch on what they are: the
    // processor then waits for many of them at once.
    long[] entries = new long[Math.min(CHUNK, to - from)];
    for (int first = from; first < to; first += CHUNK) {
      int count = Math.min(CHUNK, to - first);
      read(table, wanted, first, count, entries);
      for (int i = 0; i < count; i++) {
        places[first + i] = place(table, wanted[first + i], entries[i]);
      }
    }
  }

  private static void read(long[] table, int[] wanted, int first, int count, long[] entries) {
    int shift = Integer.numberOfLeadingZeros(table.length - 1);
    for (int i = 0; i < count; i++) {
      entries[i] = table[(wanted[first + i] * GOLDEN) >>> shift];
    }
  }

  /**
   * The place of an id.
   *
   * @param first the entry where it ought to be
   */
  private static int place(long[] table, int id, long first) {
    long entry = first;
    if (entry != 0 && (int) (entry >>> Integer.SIZE) != id) {
      int at = (id * GOLDEN) >>> Integer.numberOfLeadingZeros(table.length - 1);
      while (entry != 0 && (int) (entry >>> Integer.SIZE) != id) {
        at = (at + 1) & (table.length - 1);
        entry = table[at];
      }
    }
    return (int) entry;
  }

  private static void insert(long[] table, int id, int place) {
    int at = (id * GOLDEN) >>> Integer.numberOfLeadingZeros(table.length - 1);
    while (table[at] != 0) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = (long) id << Integer.SIZE | place;
  }

  /** Makes room for so many places. At most two thirds of the table are taken. */
  private void reserve(long needed) {
    int[] longer = ids;
    if (needed > ids.length) {
      long length = Math.max(needed, ids.length + (ids.length >> 1));
      longer = Arrays.copyOf(ids, (int) Math.min(Integer.MAX_VALUE - 8, length));
    }
    long length = table.length;
    while (length > 0 && 2 * length < 3 * needed) {
      length *= 2;
    }
    if (length > table.length) {
      long[] larger = new long[Math.toIntExact(length)];
      for (int place = 1; place < count; place++) {
        insert(larger, ids[place], place);
      }
      table = larger;
    }
    ids = longer;
  }

  /** The places that were given to rows, in ascending order of the rows. */
  public int[] inOrderOfIds() {
    if (areAll) {
      return IntStream.range(0, Math.toIntExact(rows)).toArray();
    }
    long[] pairs = new long[count - 1];
    for (int place = 1; place < count; place++) {
      pairs[place - 1] = (long) ids[place] << Integer.SIZE | place;
    }
    Arrays.parallelSort(pairs);
    return Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray();
  }

  /** Bytes that it takes for each row that was touched, at most, where tables are just doubled. */
  public static long bytesPerRow() {
    // Room for half as many ids again; a table that is two thirds full, and one twice as large.
    return Integer.BYTES * 3L / 2 + Long.BYTES * 9L / 2;
  }
}
