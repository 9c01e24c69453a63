package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.adamant.data.Rows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InputSurveyTest {
  /** What a survey tells, as text. */
  private static String told(InputSurvey survey) {
    StringBuilder text = new StringBuilder();
    survey
        .rowsByLabel()
        .forEach(
            (label, rows) -> text.append(label + "x" + rows + "@" + survey.firstRow(label) + " "));
    return text
        + List.of(
                survey.rows(),
                survey.heldBackRows(),
                survey.nonZeros(),
                survey.badRows(),
                survey.smallestIndex(),
                survey.largestIndex(),
                survey.firstBadReason())
            .toString()
        + survey.smallestIndexAt()
        + survey.largestIndexAt()
        + survey.firstBadAt();
  }

  @Property(tries = 300)
  void partsMergedInTheirOrderTellWhatOneLookOverAllTells(
      @ForAll long seed,
      @ForAll @IntRange(max = 200) int count,
      @ForAll @IntRange(min = 1, max = 9) int parts)
      throws RowFormatException {
    SplittableRandom random = new SplittableRandom(seed);
    InputSurvey whole = new InputSurvey();
    List<InputSurvey> surveys = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      surveys.add(new InputSurvey());
    }
    for (int i = 0; i < count; i++) {
      Row row = Rows.random(random, 4, 30, false, false);
      RowPosition at = new RowPosition("file", i);
      boolean isBad = random.nextInt(10) == 0;
      boolean isHeldBack = random.nextInt(5) == 0;
      for (InputSurvey survey : List.of(whole, surveys.get(i * parts / count))) {
        if (isBad) {
          survey.addBad("reason " + i, at);
        } else {
          survey.add(row.toExample(), () -> at, isHeldBack);
        }
      }
    }
    // Merged as a tree and as a chain.
    InputSurvey left = new InputSurvey();
    InputSurvey right = new InputSurvey();
    surveys.subList(0, parts / 2).forEach(left::merge);
    surveys.subList(parts / 2, parts).forEach(right::merge);
    left.merge(right);
    assertEquals(told(whole), told(left));
  }

  @Test
  void theFirstRowWithTheSmallestAndLargestIndexIsNamed() throws RowFormatException {
    InputSurvey survey = new InputSurvey();
    int[][] indices = {{5, 9}, {}, {3, 4}, {3, 12}, {4, 12}};
    for (int i = 0; i < indices.length; i++) {
      RowPosition at = new RowPosition("file", i);
      survey.add(Rows.ones(i % 2, indices[i]).toExample(), () -> at, i == 1);
    }
    survey.addBad("first", new RowPosition("file", 5));
    survey.addBad("second", new RowPosition("file", 6));
    assertEquals(
        "0.0x3@file at 0 1.0x2@file at 1 [5, 1, 8, 2, 3, 12, first]"
            + "file at 2file at 3file at 5",
        told(survey));
  }

  @Test
  void anEmptySurveyTellsThatThereIsNothing() {
    InputSurvey survey = new InputSurvey();
    survey.merge(new InputSurvey());
    assertEquals("[0, 0, 0, 0, 2147483647, -1, ]nullnullnull", told(survey));
  }

  @Test
  void labelsWithAndWithoutASignOfZeroAreOne() throws RowFormatException {
    InputSurvey survey = new InputSurvey();
    survey.add(new Row(-0.0, 1, new TreeMap<>()).toExample(), () -> at(0), false);
    survey.add(new Row(0.0, 1, new TreeMap<>()).toExample(), () -> at(1), false);
    assertEquals(Map.of(0.0, 2L), survey.rowsByLabel());
  }

  @Test
  void beyondSixtyFourLabelsNoMoreAreToldApart() throws RowFormatException {
    InputSurvey survey = new InputSurvey();
    InputSurvey next = new InputSurvey();
    for (int i = 0; i < 100; i++) {
      RowPosition at = at(i);
      InputSurvey part = i < 40 ? survey : next;
      part.add(new Row(i, 1, new TreeMap<>()).toExample(), () -> at, false);
    }
    survey.merge(next);
    assertEquals(100, survey.rows());
    assertEquals(64, survey.rowsByLabel().size());
    assertNull(survey.firstRow(64));
  }

  private static RowPosition at(long row) {
    return new RowPosition("table", row);
  }
}
