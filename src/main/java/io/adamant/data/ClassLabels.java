package io.adamant.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The labels of a classification into k classes: the model computes with 0 to k - 1. Numbers come
 * first, ascending, then text in the order of its characters.
 */
public final class ClassLabels implements LabelEncoding {
  private final double[] numbers;
  private final String[] texts;

  /** The classes whose labels are some different numbers and some different texts. */
  public ClassLabels(Collection<Double> numbers, Collection<String> texts) {
    this.numbers = numbers.stream().mapToDouble(Double::doubleValue).sorted().distinct().toArray();
    this.texts = texts.stream().sorted().distinct().toArray(String[]::new);
    if (classes() != numbers.size() + texts.size()) {
      throw new IllegalArgumentException(
          "different labels are needed, got %s and %s".formatted(numbers, texts));
    }
  }

  @Override
  public int classes() {
    return numbers.length + texts.length;
  }

  /** The labels in the order of their classes, each a {@link Double} or a {@link String}. */
  public List<Object> labels() {
    List<Object> labels = new ArrayList<>(classes());
    for (double number : numbers) {
      labels.add(number);
    }
    labels.addAll(Arrays.asList(texts));
    return labels;
  }

  /** The class of a number; negative where there is none. */
  public int classOf(double number) {
    return Arrays.binarySearch(numbers, number + 0.0);
  }

  /** The class of a text; negative where there is none. */
  public int classOf(String text) {
    int place = Arrays.binarySearch(texts, text);
    return place < 0 ? place : numbers.length + place;
  }

  @Override
  public double encode(ExampleRow row) throws RowFormatException {
    String text = row.labelText();
    int found = text == null ? classOf(row.label()) : classOf(text);
    if (found < 0) {
      throw new RowFormatException(
          "label %s is none of %s"
              .formatted(text == null ? BinaryLabels.plain(row.label()) : text, this));
    }
    return found;
  }

  /** The input's label of a class. */
  public String decode(int place) {
    return place < numbers.length
        ? BinaryLabels.plain(numbers[place])
        : texts[place - numbers.length];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassLabels that
        && Arrays.equals(numbers, that.numbers)
        && Arrays.equals(texts, that.texts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(texts);
  }

  /** Such as {@code 26 labels, 1 to 26}. */
  @Override
  public String toString() {
    return "%d labels, %s to %s".formatted(classes(), decode(0), decode(classes() - 1));
  }
}
