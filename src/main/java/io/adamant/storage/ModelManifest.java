package io.adamant.storage;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a saved model is, beside its numbers. It holds nothing of the machine, the time or the
 * paths, so that equal trainings write equal bytes.
 */
public final class ModelManifest {
  /** The file's name in a model folder. */
  public static final String FILE_NAME = "manifest.json";

  /** The latest version that is read. */
  public static final int FORMAT_VERSION = 2;

  /** What is written where the file of parameters is one that all versions read. */
  private static final int FIRST_VERSION = 1;

  /** What is written where it lists rows. */
  private static final int LISTED_ROWS_VERSION = 2;

  private static final String BIAS = "bias";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private int formatVersion;
  private String model = "";
  private boolean bias;
  private @Nullable JsonObject settings;
  private int features;
  private @Nullable Integer listedRows;
  private @Nullable List<Long> fields;
  private int indexBase;
  private @Nullable InputSection input;
  private @Nullable List<EncoderSection> encoding;
  private @Nullable Double negativeLabel;
  private @Nullable Double positiveLabel;
  private @Nullable List<Object> classes;
  private long step;
  private long trainingRows;
  private String optimizer = "";
  private Map<String, String> update = Map.of();
  private long seed;
  private Map<String, String> crc32c = Map.of();
  private @Nullable OptimizerStateSection optimizerState;

  private ModelManifest() {}

  /** Of a model of two labels that has no setting beside its constant term. */
  public ModelManifest(
      String model,
      boolean bias,
      int features,
      int indexBase,
      double negativeLabel,
      double positiveLabel,
      long step,
      long trainingRows,
      String optimizer,
      Map<String, String> update,
      long seed,
      Map<String, String> crc32c) {
    this(
        model,
        Map.of(BIAS, bias),
        features,
        indexBase,
        LabelSection.ofTwo(negativeLabel, positiveLabel),
        step,
        trainingRows,
        optimizer,
        update,
        seed,
        crc32c);
  }

  /**
   * @param model the model's type
   * @param settings a record of the model's settings, or a map
   * @param update in words what was switched on beside the optimizer, by name
   * @param crc32c checksum of each file, in hexadecimal, by name
   */
  public ModelManifest(
      String model,
      Object settings,
      int features,
      int indexBase,
      LabelSection labels,
      long step,
      long trainingRows,
      String optimizer,
      Map<String, String> update,
      long seed,
      Map<String, String> crc32c) {
    this.formatVersion = FIRST_VERSION;
    this.model = model;
    // The constant term has a key of its own, which manifests had before other settings.
    JsonObject others = GSON.toJsonTree(settings).getAsJsonObject();
    this.bias = others.has(BIAS) && others.remove(BIAS).getAsBoolean();
    this.settings = others.isEmpty() ? null : others;
    this.features = features;
    this.indexBase = indexBase;
    this.negativeLabel = labels.negative();
    this.positiveLabel = labels.positive();
    this.classes = labels.classes();
    this.step = step;
    this.trainingRows = trainingRows;
    this.optimizer = optimizer;
    this.update = new LinkedHashMap<>(update);
    this.seed = seed;
    // In the order of names: Map.copyOf has another one in each JVM.
    this.crc32c = Collections.unmodifiableMap(new TreeMap<>(crc32c));
  }

  private ModelManifest(ModelManifest other) {
    this(
        other.model,
        Map.of(BIAS, other.bias),
        other.features,
        other.indexBase,
        other.labels(),
        other.step,
        other.trainingRows,
        other.optimizer,
        other.update,
        other.seed,
        other.crc32c);
    this.settings = other.settings;
    this.input = other.input;
    this.encoding = other.encoding;
    this.fields = other.fields;
    this.formatVersion = other.formatVersion;
    this.listedRows = other.listedRows;
    this.optimizerState = other.optimizerState;
  }

  /** The same manifest of a folder that holds the optimizer's state too. */
  public ModelManifest with(OptimizerStateSection state) {
    ModelManifest manifest = new ModelManifest(this);
    manifest.optimizerState = state;
    if (state.listedRows() != null) {
      manifest.formatVersion = LISTED_ROWS_VERSION;
    }
    return manifest;
  }

  /** The same manifest of a folder whose table lists some rows. */
  public ModelManifest withListedRows(int rows) {
    ModelManifest manifest = new ModelManifest(this);
    manifest.listedRows = rows;
    manifest.formatVersion = LISTED_ROWS_VERSION;
    return manifest;
  }

  /** The same manifest of a model whose rows came from a table. */
  public ModelManifest with(InputSection section) {
    ModelManifest manifest = new ModelManifest(this);
    manifest.input = section;
    return manifest;
  }

  /** The same manifest of a model that encodes raw columns. */
  public ModelManifest withEncoding(List<EncoderSection> encoders) {
    ModelManifest manifest = new ModelManifest(this);
    manifest.encoding = List.copyOf(encoders);
    return manifest;
  }

  /**
   * The same manifest of a model whose features have fields.
   *
   * @param sizes features of each field, in order
   */
  public ModelManifest withFields(List<Long> sizes) {
    ModelManifest manifest = new ModelManifest(this);
    manifest.fields = List.copyOf(sizes);
    return manifest;
  }

  /** Reads a manifest. */
  public static ModelManifest parse(String json) {
    @Nullable ModelManifest manifest;
    try {
      StrictJson.require(json);
      manifest = GSON.fromJson(json, ModelManifest.class);
    } catch (JsonParseException | NumberFormatException e) {
      // The message begins with a class and ends with a link: neither helps the reader.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidModelException(
          FILE_NAME + " is malformed: " + reason.replaceFirst("^[\\w.]+Exception: ", ""));
    }
    if (manifest == null || manifest.formatVersion < 1) {
      throw new InvalidModelException(FILE_NAME + " holds no format version");
    }
    if (manifest.formatVersion > FORMAT_VERSION) {
      throw new InvalidModelException(
          "%s has format version %d; this Adamant reads up to %d"
              .formatted(FILE_NAME, manifest.formatVersion, FORMAT_VERSION));
    }
    if (manifest.features < 1 || manifest.indexBase < 0 || manifest.indexBase > 1) {
      throw new InvalidModelException(
          "%s: features must be >= 1 and indexBase 0 or 1, got %d and %d"
              .formatted(FILE_NAME, manifest.features, manifest.indexBase));
    }
    Integer listed = manifest.listedRows;
    if (listed != null && (listed < 0 || listed > manifest.features)) {
      throw new InvalidModelException(
          "%s: listedRows must be from 0 to %d, got %d"
              .formatted(FILE_NAME, manifest.features, listed));
    }
    List<Long> sizes = manifest.fields;
    if (sizes != null && !areOf(sizes, manifest.features)) {
      throw new InvalidModelException(
          "%s: fields must be sizes >= 1 with the sum %d, got %s"
              .formatted(FILE_NAME, manifest.features, sizes));
    }
    manifest.requireComplete();
    return manifest;
  }

  /** Whether sizes of fields, none of which is null or below 1, make up all features. */
  private static boolean areOf(List<Long> sizes, int features) {
    long left = features;
    for (@Nullable Long size : sizes) {
      if (size == null || size < 1 || size > left) {
        return false;
      }
      left -= size;
    }
    return left == 0;
  }

  /** Gson leaves out what is missing and takes null for an answer; neither makes a model. */
  private void requireComplete() {
    for (@Nullable Object value :
        Arrays.<@Nullable Object>asList(model, optimizer, update, crc32c)) {
      if (value == null) {
        throw new InvalidModelException(
            FILE_NAME + ": model, optimizer and crc32c must be given, and update not be null");
      }
    }
    if (optimizerState != null) {
      optimizerState.requireComplete();
    }
    labels().requireComplete();
    if (input != null) {
      input.requireComplete();
    }
    if (encoding != null) {
      EncoderSection.requireComplete(encoding, features);
    }
  }

  public String toJson() {
    return GSON.toJson(this) + "\n";
  }

  public String model() {
    return model;
  }

  public boolean bias() {
    return bias;
  }

  public int features() {
    return features;
  }

  /** Number of rows that the table lists; null where it holds all. */
  public @Nullable Integer listedRows() {
    return listedRows;
  }

  /** Features of each field, in order; null where fields are not known. */
  public @Nullable List<Long> fields() {
    return fields;
  }

  /** What the indices of the training data counted from. */
  public int indexBase() {
    return indexBase;
  }

  /** How the training data was read; null where it was no table. */
  public @Nullable InputSection input() {
    return input;
  }

  /** The encoders of raw columns, in the order of their features; null without any. */
  public @Nullable List<EncoderSection> encoding() {
    return encoding;
  }

  /** The labels that it was trained with. */
  public LabelSection labels() {
    return new LabelSection(negativeLabel, positiveLabel, classes);
  }

  /**
   * The model's settings.
   *
   * @param defaults a record that has what is not told
   */
  public <R> R settings(R defaults) {
    JsonObject told = settings == null ? new JsonObject() : settings.deepCopy();
    told.addProperty(BIAS, bias);
    return SettingsJson.read(told, defaults);
  }

  /** Steps that the model was trained for. */
  public long step() {
    return step;
  }

  /** Rows that it was trained on. */
  public long trainingRows() {
    return trainingRows;
  }

  /** The optimizer with its settings. */
  public String optimizer() {
    return optimizer;
  }

  /** In words what was switched on beside the optimizer, by name. */
  public Map<String, String> update() {
    return update;
  }

  public long seed() {
    return seed;
  }

  /** The checksum of each file, by name. */
  public Map<String, String> crc32c() {
    return crc32c;
  }

  /** The optimizer's state beside the model; null where it was not saved. */
  public @Nullable OptimizerStateSection optimizerState() {
    return optimizerState;
  }
}
