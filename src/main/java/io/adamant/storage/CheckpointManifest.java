package io.adamant.storage;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint is, beside its numbers. Its last line is the checksum of all before it, so that
 * a damaged manifest is known as such, and the checksums of the other files can be relied on.
 */
public final class CheckpointManifest {
  /** The file's name in the folder of a checkpoint. */
  public static final String FILE_NAME = "checkpoint.json";

  /** The version that is written, and the latest that is read. */
  public static final int FORMAT_VERSION = 1;

  private static final String CHECKSUM = ",\n  \"manifestCrc32c\": \"%08x\"\n}\n";
  private static final Pattern CHECKSUM_PATTERN =
      Pattern.compile(",\n  \"manifestCrc32c\": \"([0-9a-f]{8})\"\n}\n$");

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private int formatVersion;
  private @Nullable RunSection run;
  private @Nullable PositionSection position;
  private @Nullable JsonObject model;
  private @Nullable OptimizerStateSection outerState;

  private CheckpointManifest() {}

  /**
   * @param model what the parameters are, with the state of the optimizer, and the checksums of all
   *     files
   * @param outerState of local steps; null without them
   */
  public CheckpointManifest(
      RunSection run,
      PositionSection position,
      ModelManifest model,
      @Nullable OptimizerStateSection outerState) {
    this.formatVersion = FORMAT_VERSION;
    this.run = run;
    this.position = position;
    this.model = GSON.fromJson(model.toJson(), JsonObject.class);
    this.outerState = outerState;
  }

  public String toJson() {
    String json = GSON.toJson(this);
    String body = json.substring(0, json.lastIndexOf("\n}"));
    return body + CHECKSUM.formatted(crc32c(body));
  }

  private static long crc32c(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  /**
   * Reads a manifest.
   *
   * @throws InvalidModelException where it is damaged, or of a version that is not known
   */
  public static CheckpointManifest parse(String json) {
    Matcher checksum = CHECKSUM_PATTERN.matcher(json);
    if (!checksum.find()) {
      throw new InvalidModelException(FILE_NAME + " is cut short or not of a checkpoint");
    }
    String found = "%08x".formatted(crc32c(json.substring(0, checksum.start())));
    if (!found.equals(checksum.group(1))) {
      throw new InvalidModelException(
          "%s is damaged: its CRC-32C is %s, its last line says %s"
              .formatted(FILE_NAME, found, checksum.group(1)));
    }
    @Nullable CheckpointManifest manifest;
    try {
      StrictJson.require(json);
      manifest = GSON.fromJson(json, CheckpointManifest.class);
    } catch (JsonParseException | NumberFormatException e) {
      throw new InvalidModelException(FILE_NAME + " is malformed: " + e.getMessage());
    }
    if (manifest == null || manifest.formatVersion < 1) {
      throw new InvalidModelException(FILE_NAME + " holds no format version");
    }
    if (manifest.formatVersion > FORMAT_VERSION) {
      throw new InvalidModelException(
          "%s has format version %d; this Adamant reads up to %d"
              .formatted(FILE_NAME, manifest.formatVersion, FORMAT_VERSION));
    }
    manifest.requireComplete();
    return manifest;
  }

  private void requireComplete() {
    RunSection ofRun = run;
    PositionSection at = position;
    if (ofRun == null || at == null || model == null) {
      throw new InvalidModelException(FILE_NAME + " must have run, position and model");
    }
    if (ofRun.configuration() == null || ofRun.data() == null || at.epochLossSum() == null) {
      throw new InvalidModelException(
          FILE_NAME + " must have the run's configuration and data, and the losses of the epoch");
    }
    if (at.step() < 0 || at.step() > ofRun.steps() || ofRun.stepsPerEpoch() < 1) {
      throw new InvalidModelException(
          "%s: step must be from 0 to %d, got %d".formatted(FILE_NAME, ofRun.steps(), at.step()));
    }
    if (outerState != null) {
      outerState.requireComplete();
    }
    if (model().optimizerState() == null) {
      throw new InvalidModelException(FILE_NAME + " must have the state of the optimizer");
    }
  }

  public RunSection run() {
    return required(run);
  }

  public PositionSection position() {
    return required(position);
  }

  /** What the parameters are, with the state of the optimizer, and the checksums of all files. */
  public ModelManifest model() {
    return ModelManifest.parse(required(model).toString());
  }

  /** The state of the optimizer that brings local steps together; null without them. */
  public @Nullable OptimizerStateSection outerState() {
    return outerState;
  }

  private static <T> T required(@Nullable T section) {
    if (section == null) {
      throw new InvalidModelException(FILE_NAME + " is not complete");
    }
    return section;
  }
}
