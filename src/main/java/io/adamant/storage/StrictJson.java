package io.adamant.storage;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * JSON of files that may come from anywhere: by the letter of RFC 8259, so that NaN, comments and
 * single quotes are none; no key twice, of which readers would take one or the other; and nested no
 * deeper than any file of ours.
 */
final class StrictJson {
  /** A model's manifest has three levels; that of a checkpoint holds a job's schedule within. */
  private static final int MAX_DEPTH = 32;

  private StrictJson() {}

  /**
   * Refuses a text that is not one value.
   *
   * @throws JsonParseException whose message is one line
   */
  static void require(String json) {
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_DEPTH);
      requireKeysOnce(reader);
    } catch (EOFException e) {
      throw new JsonParseException("it ends too early");
    } catch (MalformedJsonException e) {
      // What stands in front is for those who program the reader, and behind is a link.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new JsonParseException(reason.replaceFirst("^Use JsonReader\\S* to accept ", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireKeysOnce(JsonReader reader) throws IOException {
    Deque<Set<String>> open = new ArrayDeque<>();
    for (JsonToken token = reader.peek(); token != JsonToken.END_DOCUMENT; token = reader.peek()) {
      switch (token) {
        case BEGIN_OBJECT -> {
          reader.beginObject();
          open.push(new HashSet<>());
        }
        case END_OBJECT -> {
          reader.endObject();
          open.pop();
        }
        case BEGIN_ARRAY -> reader.beginArray();
        case END_ARRAY -> reader.endArray();
        case NAME -> {
          String name = reader.nextName();
          if (!open.element().add(name)) {
            throw new JsonParseException("key \"" + name + "\" is given twice");
          }
        }
        default -> reader.skipValue();
      }
    }
  }
}
