package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static Fields of(List<Integer> sizes) {
    return Fields.ofSizes(sizes.stream().mapToLong(Integer::longValue).toArray());
  }

  @Property(tries = 200)
  void everyFeatureIsOfTheFieldThatCountingOffTheSizesGives(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 5) Integer> sizes) {
    int[] expected =
        IntStream.range(0, sizes.size())
            .flatMap(field -> IntStream.range(0, sizes.get(field)).map(i -> field))
            .toArray();
    Fields fields = of(sizes);
    assertEquals(sizes.size(), fields.count());
    assertEquals(expected.length, fields.features());
    int[] all = IntStream.range(0, expected.length).toArray();
    assertArrayEquals(expected, IntStream.of(all).map(fields::fieldOf).toArray());
    assertArrayEquals(expected, fields.fieldsOf(all));
    int[] odd = IntStream.of(all).filter(i -> i % 2 == 1).toArray();
    assertArrayEquals(IntStream.of(odd).map(fields::fieldOf).toArray(), fields.fieldsOf(odd));
    assertEquals(sizes.stream().map(Integer::longValue).toList(), fields.sizes());
  }

  @Test
  void anIdBeyondTheLastFieldIsOfNone() {
    Fields fields = Fields.ofSizes(2, 3);
    assertThrows(IndexOutOfBoundsException.class, () -> fields.fieldOf(5));
    assertThrows(IndexOutOfBoundsException.class, () -> fields.fieldOf(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> fields.fieldsOf(new int[] {1, 5}));
  }

  @Test
  void asManyFeaturesAsThereAreIdsAreTakenAndOneMoreIsNot() {
    assertEquals(2, Fields.ofSizes(1, 1, 2_147_483_644L).fieldOf(2_147_483_645));
    for (long[] sizes :
        new long[][] {{}, {0}, {3, -1}, {1, 2_147_483_646L}, {5, 1L << 32}, {Long.MAX_VALUE, 1}}) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> Fields.ofSizes(sizes));
      assertTrue(String.valueOf(refused.getMessage()).startsWith("input.fields must be "));
    }
  }

  @Test
  void fieldsComeBackFromSerializationAsTheyWere() throws IOException, ClassNotFoundException {
    Fields fields = Fields.ofSizes(610, 9_724);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(fields);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(fields, in.readObject());
    }
    assertEquals("[610, 9724]", fields.toString());
  }
}
