package io.adamant.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LittleEndianFloatsTest {
  @Test
  void bytesAreThoseOfTheFloatsLowestFirst() {
    LittleEndianFloats run = new LittleEndianFloats();
    // 1.0f is 0x3f800000, -2.5f is 0xc0200000.
    run.put(new double[] {9, 1, -2.5, 9}, 1, 2);
    assertArrayEquals(
        new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0x20, (byte) 0xc0},
        Arrays.copyOf(run.bytes(), 8));
  }

  @Test
  void valuesComeBackWhereTheyAreWanted() {
    LittleEndianFloats run = new LittleEndianFloats();
    double[] sent = new double[LittleEndianFloats.CAPACITY];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (float) Math.sqrt(i);
    }
    run.put(sent, 0, sent.length);
    double[] received = new double[sent.length + 2];
    run.get(received, 1, sent.length);
    assertArrayEquals(sent, Arrays.copyOfRange(received, 1, sent.length + 1));
    assertEquals(0, received[0]);
    assertEquals(0, received[sent.length + 1]);
  }
}
