package io.adamant.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a model in a manifest: two, some classes, or numbers to predict, of which nothing
 * is to be kept.
 *
 * @param negative null where there are not two
 * @param positive null where there are not two
 * @param classes each a Double or a String; null where there are no classes
 */
public record LabelSection(
    @Nullable Double negative, @Nullable Double positive, @Nullable List<Object> classes) {
  /** Two labels. */
  public static LabelSection ofTwo(double negative, double positive) {
    return new LabelSection(negative, positive, null);
  }

  /** Classes in the order of their numbers; each a Double or a String. */
  public static LabelSection ofClasses(List<Object> classes) {
    return new LabelSection(null, null, List.copyOf(classes));
  }

  /** Numbers to predict. */
  public static LabelSection ofNumbers() {
    return new LabelSection(null, null, null);
  }

  /** Refuses what is none of the three. */
  void requireComplete() {
    List<Object> known = classes;
    if (known != null) {
      boolean complete =
          known.size() >= 2
              && negative == null
              && positive == null
              && known.stream().allMatch(LabelSection::isLabel)
              && known.stream().distinct().count() == known.size();
      if (!complete) {
        throw new InvalidModelException(
            "%s: classes must be two or more different texts and finite numbers"
                .formatted(ModelManifest.FILE_NAME));
      }
      return;
    }
    Double from = negative;
    Double to = positive;
    if (from == null && to == null) {
      return;
    }
    boolean different =
        from != null
            && to != null
            && Double.isFinite(from)
            && Double.isFinite(to)
            && (from < to || from > to);
    if (!different) {
      throw new InvalidModelException(
          "%s: two different finite labels are needed, got %s and %s"
              .formatted(ModelManifest.FILE_NAME, from, to));
    }
  }

  private static boolean isLabel(@Nullable Object label) {
    return label instanceof String || (label instanceof Double number && Double.isFinite(number));
  }
}
