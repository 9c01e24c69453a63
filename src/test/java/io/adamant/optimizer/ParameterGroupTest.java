package io.adamant.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterGroupTest {
  @ParameterizedTest
  @CsvSource({
    "bias, bias, true",
    "*bias, bias, true",
    "*bias, layer1.bias, true",
    "*bias, bias2, false",
    "*, anything, true",
    "layer*.weight, layer12.weight, true",
    "layer*.weight, layer12xweight, false",
    "layer?.weight, layer1.weight, false",
    "a.b, axb, false",
    "a*b*c, a1b2c, true",
    "a*b*c, acb, false",
    "'a\\Eb*', 'a\\Ebc', true",
    "Bias, bias, false"
  })
  void aStarStandsForAnyCharactersAndNothingElseIsSpecial(
      String pattern, String tensor, boolean matches) {
    assertEquals(matches, new ParameterGroup(pattern, 1, null).matches(tensor));
  }
}
