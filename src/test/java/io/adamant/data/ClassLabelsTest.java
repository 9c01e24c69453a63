package io.adamant.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels that are classes, from the text of a row to the model and back. */
class ClassLabelsTest {
  private static ExampleRow row(String line) throws RowFormatException {
    ExampleRow row = new ExampleRow();
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    new LibsvmParser(true).parse(bytes, 0, bytes.length, row);
    return row;
  }

  private static final ClassLabels LABELS =
      new ClassLabels(List.of(10.0, -1.5, 2.0), List.of("spam", "Ham", "3rd", "-x"));

  @Test
  void numbersComeFirstAscendingThenText() throws RowFormatException {
    assertEquals(List.of(-1.5, 2.0, 10.0, "-x", "3rd", "Ham", "spam"), LABELS.labels());
    assertEquals("7 labels, -1.5 to spam", LABELS.toString());
    for (int i = 0; i < LABELS.classes(); i++) {
      assertEquals((double) i, LABELS.encode(row(LABELS.decode(i) + " 1:1")));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "+2.0, 2", "2e0, 2", "02, 2", "-0, 0", "2.5, 2.5"})
  void whatReadsAsANumberIsOneHoweverItIsWritten(String text, double number)
      throws RowFormatException {
    assertEquals(number, row(text + " 1:1").label() + 0.0);
    assertNull(row(text + " 1:1").labelText());
  }

  @Test
  void aLabelOfNoClassIsRefusedByName() {
    assertEquals(
        "label eggs is none of 7 labels, -1.5 to spam",
        assertThrows(RowFormatException.class, () -> LABELS.encode(row("eggs 1:1"))).getMessage());
    assertThrows(RowFormatException.class, () -> LABELS.encode(row("3 1:1")));
    assertThrows(
        IllegalArgumentException.class, () -> new ClassLabels(List.of(), List.of("a", "b", "a")));
  }

  @Test
  void theSameLabelsAreEqual() {
    ClassLabels again =
        new ClassLabels(List.of(2.0, 10.0, -1.5), List.of("-x", "3rd", "Ham", "spam"));
    assertEquals(LABELS, again);
    assertEquals(LABELS.hashCode(), again.hashCode());
    assertNotEquals(LABELS, new ClassLabels(List.of(2.0, 10.0), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "nan 1:1, 'label is nan, not finite'",
    "-Inf 1:1, 'label is -Inf, not finite'",
    "Infinity, 'label is Infinity, not finite'",
    "1:1 2:1, expected a label before '1:1'"
  })
  void textThatIsNoLabelIsRefused(String line, String message) {
    assertEquals(message, assertThrows(RowFormatException.class, () -> row(line)).getMessage());
  }

  @Test
  void packedRowsKeepTextWeightAndOffset() throws RowFormatException {
    ExampleRow row = row("Größe 3:0.5 7:1");
    row.setWeight(0.25);
    row.setOffset(-1.75);
    PackedRows packed = new PackedRows();
    packed.add(row);
    packed.add(row("plain 1:1"));
    packed.add(row("4 1:1"));
    PackedRows.Cursor cursor = new PackedRows.Cursor(packed);
    ExampleRow read = new ExampleRow();
    cursor.next();
    cursor.read(read);
    assertEquals("Größe", read.labelText());
    assertEquals(0.25, read.weight());
    assertEquals(-1.75, read.offset());
    assertEquals(2, read.size());
    assertEquals(0.5, read.value(0));
    cursor.next();
    cursor.read(read);
    assertEquals("plain 1.0 0.0", read.labelText() + " " + read.weight() + " " + read.offset());
    cursor.next();
    cursor.read(read);
    assertEquals("null 4.0", read.labelText() + " " + read.label());
    assertFalse(cursor.next());
  }

  /** scikit-learn: compute_class_weight("balanced", ...) = rows / (classes * rows of the class). */
  @Test
  void balancedClassesWeighTheSameAsAWholeWithoutRowsThatAreHeldBack() throws RowFormatException {
    InputSurvey survey = new InputSurvey(Task.MULTICLASS);
    for (String label : Arrays.asList("a", "b", "b", "b", "1", "1")) {
      survey.add(row(label + " 1:1"), () -> new RowPosition("rows", 0), false);
    }
    survey.add(row("a 1:1"), () -> new RowPosition("rows", 6), true);
    ClassLabels labels = new ClassLabels(survey.numbers().labels(), survey.texts().labels());
    LabelEncoding balanced = ClassWeights.BALANCED.on(labels, survey);
    assertEquals(6 / (3 * 2.0), balanced.weight(0));
    assertEquals(6 / (3 * 1.0), balanced.weight(1));
    assertEquals(6 / (3 * 3.0), balanced.weight(2));
    LabelEncoding named = ClassWeights.of(Map.of("b", 5.0, "1", 0.5)).on(labels, survey);
    assertEquals(
        List.of(0.5, 1.0, 5.0), List.of(named.weight(0), named.weight(1), named.weight(2)));
    assertEquals(2.0, named.encode(row("b 1:1")));
    assertEquals(labels, ClassWeights.EQUAL.on(labels, survey));
  }
}
