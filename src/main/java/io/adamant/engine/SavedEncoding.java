package io.adamant.engine;

import io.adamant.data.encoding.ColumnEncoding;
import io.adamant.data.encoding.EncoderSettings;
import io.adamant.data.encoding.EncoderTypes;
import io.adamant.data.encoding.Encoding;
import io.adamant.data.encoding.Learnt;
import io.adamant.storage.EncoderSection;
import io.adamant.storage.InvalidModelException;
import io.adamant.storage.ModelManifest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoding of raw columns as a manifest keeps it. */
public final class SavedEncoding {
  private SavedEncoding() {}

  /** What a manifest says of an encoding. */
  public static List<EncoderSection> sections(Encoding encoding) {
    List<EncoderSection> sections = new ArrayList<>();
    for (int i = 0; i < encoding.encoders().size(); i++) {
      ColumnEncoding encoder = encoding.encoders().get(i);
      Learnt learnt = encoder.learnt();
      boolean hasMoments = learnt.mean() != 0 || learnt.deviation() != 1;
      sections.add(
          EncoderSection.of(
              encoder.settings().type(),
              encoder.columns(),
              encoder.settings(),
              hasMoments ? (Double) learnt.mean() : null,
              hasMoments ? (Double) learnt.deviation() : null,
              learnt.boundaries().isEmpty() ? null : learnt.boundaries(),
              encoding.start(i),
              encoding.features(i)));
    }
    return sections;
  }

  /**
   * The encoding that a manifest speaks of; null where there is none.
   *
   * @throws InvalidModelException where it cannot be one
   */
  public static @Nullable Encoding of(ModelManifest manifest) {
    List<EncoderSection> sections = manifest.encoding();
    if (sections == null) {
      return null;
    }
    List<ColumnEncoding> encoders = new ArrayList<>();
    try {
      sections.forEach(section -> encoders.add(encoder(section)));
      Encoding encoding = new Encoding(encoders);
      for (int i = 0; i < sections.size(); i++) {
        if (encoding.features(i) != sections.get(i).features()) {
          throw new InvalidModelException(
              "%s: encoder of %s has %d features by its settings, not %d"
                  .formatted(
                      ModelManifest.FILE_NAME,
                      sections.get(i).columns(),
                      encoding.features(i),
                      sections.get(i).features()));
        }
      }
      return encoding;
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException("%s: %s".formatted(ModelManifest.FILE_NAME, e.getMessage()));
    }
  }

  private static ColumnEncoding encoder(EncoderSection section) {
    for (EncoderSettings defaults : EncoderTypes.DEFAULTS) {
      if (defaults.type().equals(section.type())) {
        Double mean = section.mean();
        Double deviation = section.deviation();
        List<Double> boundaries = section.boundaries();
        Learnt learnt =
            new Learnt(
                mean == null ? Learnt.NOTHING.mean() : mean,
                deviation == null ? Learnt.NOTHING.deviation() : deviation,
                boundaries == null ? List.of() : boundaries);
        return new ColumnEncoding(section.columns(), section.settings(defaults), learnt);
      }
    }
    throw new InvalidModelException(
        "%s: no such type of encoder: %s".formatted(ModelManifest.FILE_NAME, section.type()));
  }
}
