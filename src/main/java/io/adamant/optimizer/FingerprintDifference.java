package io.adamant.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two fingerprints of states with what they have in common left out, since rules have up to a dozen
 * settings and the reader looks for one: {@code Adam[learningRate=0.1, ...]} and {@code
 * Adam[learningRate=0.2, ...]}.
 */
record FingerprintDifference(String left, String right) {
  /** The text of a record, and of a layout. */
  private static final Pattern FINGERPRINT = Pattern.compile("(\\w+)\\[([^\\[\\]]*)\\] of (.*)");

  static FingerprintDifference of(String left, String right) {
    Matcher leftParts = FINGERPRINT.matcher(left);
    Matcher rightParts = FINGERPRINT.matcher(right);
    if (!leftParts.matches() || !rightParts.matches()) {
      return new FingerprintDifference(left, right);
    }
    return new FingerprintDifference(own(leftParts, rightParts), own(rightParts, leftParts));
  }

  private static String own(Matcher parts, Matcher others) {
    List<String> settings = new ArrayList<>();
    // The settings of two rules do not compare: their names are the difference.
    if (parts.group(1).equals(others.group(1))) {
      Set<String> rest = new LinkedHashSet<>(List.of(parts.group(2).split(", ", -1)));
      rest.removeAll(List.of(others.group(2).split(", ", -1)));
      settings.addAll(rest);
    }
    settings.add("...");
    String layout = parts.group(3).equals(others.group(3)) ? "" : " of " + parts.group(3);
    return "%s[%s]%s".formatted(parts.group(1), String.join(", ", settings), layout);
  }
}
