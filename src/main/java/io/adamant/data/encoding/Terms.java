package io.adamant.data.encoding;

import io.adamant.data.encoding.TextSettings.Analyzer;
import java.util.Arrays;

/**
 * A text cut into terms: words one behind the other with a space between them, or single
 * characters. Neighbours stand together, so an n-gram is a run of bytes. Filled and filled again.
 */
final class Terms {
  private static final int REPLACEMENT = 0xfffd;

  private final Analyzer analyzer;
  private final boolean lowercase;
  private byte[] bytes = new byte[256];
  private int size;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int count;

  Terms(Analyzer analyzer, boolean lowercase) {
    this.analyzer = analyzer;
    this.lowercase = lowercase;
  }

  /** Cuts a text. */
  void read(TextBytes text) {
    size = 0;
    count = 0;
    byte[] from = text.bytes();
    int at = text.start();
    int end = at + text.length();
    boolean inTerm = false;
    while (at < end) {
      int length = length(from, at, end);
      int character = length == 1 && from[at] >= 0 ? from[at] : decode(from, at, length);
      at += length;
      boolean belongs = analyzer == Analyzer.WORD ? isOfWord(character) : !isSpace(character);
      if (analyzer == Analyzer.CHAR) {
        // Any white space within the text is one blank.
        if (belongs && !inTerm && count > 0) {
          term(' ');
        }
        if (belongs) {
          term(character);
        }
      } else if (belongs) {
        if (!inTerm) {
          if (count > 0) {
            put(' ');
          }
          start();
        }
        put(character);
        ends[count - 1] = size;
      }
      inTerm = belongs;
    }
  }

  private void start() {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    starts[count++] = size;
  }

  private void term(int character) {
    start();
    put(character);
    ends[count - 1] = size;
  }

  /** The bytes of the character at a place; 1 where it is malformed. */
  private static int length(byte[] from, int at, int end) {
    int lead = from[at];
    if (lead >= 0) {
      return 1;
    }
    int length =
        (lead & 0xe0) == 0xc0 ? 2 : (lead & 0xf0) == 0xe0 ? 3 : (lead & 0xf8) == 0xf0 ? 4 : 1;
    if (at + length > end) {
      return 1;
    }
    for (int i = 1; i < length; i++) {
      if ((from[at + i] & 0xc0) != 0x80) {
        return 1;
      }
    }
    return length;
  }

  private static int decode(byte[] from, int at, int length) {
    if (length == 1) {
      return REPLACEMENT;
    }
    int character = from[at] & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      character = character << 6 | (from[at + i] & 0x3f);
    }
    return Character.isValidCodePoint(character) ? character : REPLACEMENT;
  }

  private void put(int character) {
    if (bytes.length - size < 4) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int c = lowercase ? Character.toLowerCase(character) : character;
    if (c < 0x80) {
      bytes[size++] = (byte) c;
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xc0 | c >> 6);
      bytes[size++] = (byte) (0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      bytes[size++] = (byte) (0xe0 | c >> 12);
      bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3f));
      bytes[size++] = (byte) (0x80 | (c & 0x3f));
    } else {
      bytes[size++] = (byte) (0xf0 | c >> 18);
      bytes[size++] = (byte) (0x80 | (c >> 12 & 0x3f));
      bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3f));
      bytes[size++] = (byte) (0x80 | (c & 0x3f));
    }
  }

  private static boolean isOfWord(int character) {
    if (character < 0x80) {
      return (character >= 'a' && character <= 'z')
          || (character >= 'A' && character <= 'Z')
          || (character >= '0' && character <= '9')
          || character == '_';
    }
    // Vowel signs of many scripts are marks, and no word ends at one.
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> Character.isLetterOrDigit(character);
    };
  }

  private static boolean isSpace(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  int count() {
    return count;
  }

  /** What {@link #start(int)} and {@link #end} are places in. */
  byte[] bytes() {
    return bytes;
  }

  int start(int term) {
    return starts[term];
  }

  int end(int term) {
    return ends[term];
  }
}
