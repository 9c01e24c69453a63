package io.adamant.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A small change of a file that was valid, so that a reader gets further than to the first byte.
 *
 * @param place where, as a fraction of the file in millionths
 * @param length how many bytes it takes
 * @param token what it puts in
 * @param times how often
 */
public record Mutation(Kind kind, int place, int length, String token, int times) {
  private static final int MILLION = 1_000_000;

  /** Numbers on which readers have stumbled. */
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "0.5",
          "1e400",
          "-1e400",
          "1e-400",
          "1e999999999",
          "1e-999999999",
          "NaN",
          "Infinity",
          "-Infinity",
          "2147483646",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551617",
          "1073741824",
          "0x10",
          "1_000",
          "1d",
          "007",
          "1.",
          ".1",
          "+1",
          "1e",
          "--1");

  /** What is changed. */
  enum Kind {
    /** A run of bytes is taken out, and the token put in its place. */
    REPLACE,
    /** A number, from where one begins, becomes the token. */
    NUMBER,
    /** A run of bytes stands there many times. */
    REPEAT,
    /** A bit is turned. */
    FLIP,
    /** The rest is missing. */
    CUT,
    /** A run of bytes stands at another place too. */
    MOVE
  }

  /** Changes of files in which some words have a meaning. */
  public static Arbitrary<Mutation> any(List<String> words) {
    Arbitrary<String> token =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.of(words)),
            Tuple.of(4, Arbitraries.of(NUMBERS)),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(4)));
    Arbitrary<Integer> times =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.integers().between(1, 3)),
            Tuple.of(1, Arbitraries.integers().between(4, 3_000)));
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, MILLION),
            Arbitraries.integers().between(0, 12),
            token,
            times)
        .as(Mutation::new);
  }

  /** Files that come of some valid ones by a few changes. */
  public static Arbitrary<byte[]> files(List<byte[]> valid, List<String> words) {
    return Combinators.combine(Arbitraries.of(valid), any(words).list().ofMaxSize(5))
        .as(
            (file, mutations) -> {
              byte[] bytes = file;
              for (Mutation mutation : mutations) {
                bytes = mutation.of(bytes);
              }
              return bytes;
            });
  }

  /** The file with this change. */
  public byte[] of(byte[] file) {
    int at = (int) ((long) place * file.length / MILLION);
    int to = Math.min(file.length, at + length);
    byte[] words = token.getBytes(StandardCharsets.UTF_8);
    return switch (kind) {
      case REPLACE -> joined(file, at, repeated(words), to);
      case NUMBER -> {
        int start = at;
        while (start < file.length && !isDigit(file[start])) {
          start++;
        }
        int end = start;
        while (end < file.length && isDigit(file[end])) {
          end++;
        }
        yield joined(file, start, words, end);
      }
      case REPEAT -> joined(file, at, repeated(Arrays.copyOfRange(file, at, to)), to);
      case FLIP -> {
        byte[] flipped = file.clone();
        if (at < file.length) {
          flipped[at] ^= (byte) (1 << length % Byte.SIZE);
        }
        yield flipped;
      }
      case CUT -> Arrays.copyOf(file, at);
      case MOVE -> {
        int other = (int) (place * 7919L % MILLION * file.length / MILLION);
        yield joined(file, other, Arrays.copyOfRange(file, at, to), other);
      }
    };
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private byte[] repeated(byte[] bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  private static byte[] joined(byte[] file, int to, byte[] between, int from) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(file, 0, to);
    all.writeBytes(between);
    all.write(file, from, file.length - from);
    return all.toByteArray();
  }
}
