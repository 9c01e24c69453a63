package io.adamant.data.encoding;

import java.util.List;

/** The types of encoders that there are. */
public final class EncoderTypes {
  /** All types with their defaults. */
  public static final List<EncoderSettings> DEFAULTS =
      List.of(
          NumberSettings.DEFAULT,
          BucketSettings.DEFAULT,
          CategorySettings.DEFAULT,
          TextSettings.DEFAULT,
          CrossSettings.DEFAULT);

  private EncoderTypes() {}
}
