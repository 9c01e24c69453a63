package io.adamant.data;

import java.nio.charset.StandardCharsets;

/**
 * Reads one line of LIBSVM text, {@code label index:value index:value ...}, from bytes.
 *
 * <p>Blank lines and everything behind {@code #} are passed over, and {@code \r} counts as white
 * space. Numbers get the bits that {@link Double#parseDouble} gives them.
 */
public final class LibsvmParser {
  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS_OF_TEN = new double[23];

  static {
    double power = 1.0;
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = power;
      power *= 10.0;
    }
  }

  private final boolean takesText;
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /** For labels that are numbers. */
  public LibsvmParser() {
    this(false);
  }

  /**
   * @param takesText whether a label that is no number is text
   */
  public LibsvmParser(boolean takesText) {
    this.takesText = takesText;
  }

  /**
   * Reads the line {@code bytes[from]} to {@code bytes[to - 1]}.
   *
   * @return false where the line holds no row, being blank or a comment
   * @throws RowFormatException where it is malformed; {@code row} is then unusable
   */
  public boolean parse(byte[] bytes, int from, int to, ExampleRow row) throws RowFormatException {
    this.bytes = bytes;
    at = from;
    end = to;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '#') {
        end = i;
        break;
      }
    }
    if (!skipSpace()) {
      return false;
    }
    if (takesText) {
      label(row);
    } else {
      row.start(number("label"), 1.0);
    }
    while (skipSpace()) {
      int index = index();
      row.add(index, number("value"));
    }
    row.finish();
    return true;
  }

  private void label(ExampleRow row) throws RowFormatException {
    int start = at;
    // Most text begins with a letter; an exception a row would be slow.
    if ("0123456789+-.".indexOf(bytes[at]) >= 0) {
      try {
        row.start(number("label"), 1.0);
        return;
      } catch (RowFormatException e) {
        at = start;
      }
    }
    while (at < end && !isSpace(bytes[at])) {
      at++;
    }
    String text = new String(bytes, start, at - start, StandardCharsets.UTF_8);
    if (text.indexOf(':') >= 0) {
      throw new RowFormatException("expected a label before '" + clipped(text) + "'");
    }
    row.start(text);
  }

  /** Moves to the next token; false at the end. */
  private boolean skipSpace() {
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
    return at < end;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private int index() throws RowFormatException {
    int start = at;
    long index = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      index = index * 10 + (bytes[at++] - '0');
      if (index >= Integer.MAX_VALUE) {
        throw new RowFormatException(
            "index in '" + token(start) + "' is beyond the largest, " + (Integer.MAX_VALUE - 1));
      }
    }
    if (at == start || at == end || bytes[at] != ':') {
      throw new RowFormatException("expected index:value, got '" + token(start) + "'");
    }
    at++;
    return (int) index;
  }

  /** A number up to white space or the end of the line. */
  private double number(String what) throws RowFormatException {
    int start = at;
    boolean negative = false;
    if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
      negative = bytes[at++] == '-';
    }
    long digits = 0;
    int count = 0;
    int fractional = -1;
    while (at < end && count <= 15) {
      byte b = bytes[at];
      if (b >= '0' && b <= '9') {
        digits = digits * 10 + (b - '0');
        count++;
      } else if (b == '.' && fractional < 0) {
        fractional = count;
      } else {
        break;
      }
      at++;
    }
    boolean ended = at == end || isSpace(bytes[at]);
    if (ended && count > 0 && count <= 15) {
      // Both operands are exact, so the quotient is the correctly rounded number (Clinger 1990).
      double value = fractional < 0 ? digits : digits / POWERS_OF_TEN[count - fractional];
      return negative ? -value : value;
    }
    return slowNumber(start, what);
  }

  private double slowNumber(int start, String what) throws RowFormatException {
    while (at < end && !isSpace(bytes[at])) {
      at++;
    }
    String token = new String(bytes, start, at - start, StandardCharsets.UTF_8);
    if (token.isEmpty()) {
      throw new RowFormatException(what + " is missing");
    }
    char last = token.charAt(token.length() - 1);
    // Double.parseDouble takes Java's own suffixes, hexadecimal digits and control characters at
    // both ends; data files do not.
    boolean javaOnly =
        "dDfF".indexOf(last) >= 0
            || token.contains("0x")
            || token.contains("0X")
            || token.charAt(0) < ' '
            || last < ' ';
    if (javaOnly) {
      throw notFiniteNumber(token, what);
    }
    try {
      return Double.parseDouble(token);
    } catch (NumberFormatException e) {
      throw notFiniteNumber(token, what);
    }
  }

  private static RowFormatException notFiniteNumber(String token, String what) {
    String plain = token.startsWith("-") || token.startsWith("+") ? token.substring(1) : token;
    boolean infinite = plain.equalsIgnoreCase("inf") || plain.equalsIgnoreCase("infinity");
    if (infinite || plain.equalsIgnoreCase("nan")) {
      return new RowFormatException(what + " is " + token + ", not finite");
    }
    return new RowFormatException(what + " '" + clipped(token) + "' is not a number");
  }

  private String token(int start) {
    int stop = start;
    while (stop < end && !isSpace(bytes[stop])) {
      stop++;
    }
    return clipped(new String(bytes, start, stop - start, StandardCharsets.UTF_8));
  }

  private static String clipped(String token) {
    return token.length() <= 40 ? token : token.substring(0, 40) + "...";
  }
}
