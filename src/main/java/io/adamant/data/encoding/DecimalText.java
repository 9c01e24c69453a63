package io.adamant.data.encoding;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Numbers as tables write them: decimal, with white space around them allowed. */
public final class DecimalText {
  /** Java's own spellings, such as 1f and 0x1p3, are none of CSV's. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  /** Powers that doubles hold exactly. */
  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final int EXACT_DIGITS = 15;

  private DecimalText() {}

  /** The number in a part of an array, UTF-8; NaN where there is none. */
  public static double parse(byte[] bytes, int start, int length) {
    int at = start;
    int end = start + length;
    while (at < end && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
    while (end > at && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
      end--;
    }
    int first = at;
    boolean negative = at < end && bytes[at] == '-';
    if (negative || (at < end && bytes[at] == '+')) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int whole = -1;
    for (; at < end && count <= EXACT_DIGITS; at++) {
      byte b = bytes[at];
      if (b >= '0' && b <= '9') {
        digits = digits * 10 + (b - '0');
        count++;
      } else if (b == '.' && whole < 0) {
        whole = count;
      } else {
        break;
      }
    }
    if (at == end && count > 0 && count <= EXACT_DIGITS) {
      // Both operands are exact, so the quotient is the correctly rounded number (Clinger 1990).
      double value = whole < 0 ? digits : digits / POWERS_OF_TEN[count - whole];
      return negative ? -value : value;
    }
    String text = new String(bytes, first, end - first, StandardCharsets.UTF_8);
    return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }
}
