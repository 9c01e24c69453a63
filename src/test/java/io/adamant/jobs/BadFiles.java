package io.adamant.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.adamant.testing.CommandRun;
import io.adamant.testing.LibsvmRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The files of {@link BadInputTest}: rows, job files, tables and models, most of them broken. */
final class BadFiles {
  private static final String PARAMETERS = "parameters.safetensors";
  private static final String STATE = "optimizer-state.safetensors";
  private static final String MANIFEST = "manifest.json";
  private static final String OOPS = "-1 1:1\n+1 2:1\n-1 3:1\n+1 oops 4:1\n-1 1:1\n";

  private final Path folder;

  private BadFiles(Path folder) {
    this.folder = folder;
  }

  static void write(Path folder) throws IOException {
    BadFiles files = new BadFiles(folder);
    files.writeRows();
    files.writeFolders();
    files.writeJobs();
    files.writeTables();
    files.writeModels();
    files.writeStates();
    files.writeEncoded();
  }

  private void text(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void writeRows() throws IOException {
    Files.write(folder.resolve("good.svm"), LibsvmRows.draw(200, 20, 5));
    text("tiny.svm", "-1 1:1\n+1 2:1\n");
    text("empty.svm", "");
    text("comments.svm", "# nothing\n\n   # here\n");
    text("malformed.svm", OOPS);
    text("crlf.svm", OOPS.replace("\n", "\r\n"));
    text("cr.svm", OOPS.replace("\n", "\r"));
    text("many-bad.svm", "-1 1:1\nx\ny\nz\n+1 2:1\n");
    text("all-bad.svm", "x\ny\n");
    text("huge-index.svm", "-1 4000000000:1\n+1 1:1\n");
    text("large-index.svm", "-1 1:1\n+1 999:1\n");
    text("zero.svm", "1 3:1\n0 0:1 2:1\n");
    text("twice.svm", "-1 1:1\n+1 5:1 2:1 5:2\n");
    text("nan.svm", "-1 1:1\n+1 2:nan\n");
    text("inf.svm", "-1 1:1\n+1 2:-inf\n");
    text("1e999.svm", "-1 1:1\n+1 2:1e999\n");
    text("nan-label.svm", "-1 1:1\nnan 2:1\n");
    text("malformed-label.svm", "1 1:1\nx 2:1\n");
    text("counts.svm", "3 1:1\n0 2:1\n-1 3:1\n-2.5 1:1\n");
    text("amounts.svm", "3 1:1\n0.5 2:1\n0 3:1\n");
    text("no-label.svm", "1:1 2:1\n1:1\n");
    text("mixed-labels.csv", "label,a\n1,1\nham,2\n");
    text("three-words.csv", "label,a\nham,1\nspam,2\nzebra,3\n");
    text("one-word.csv", "label,a\nham,1\nham,2\n");
    text("labels.csv", "label,a\nx,1\nnan,2\n");
    text("offset.csv", "label,a,o\n1,1,0.5\n2,1,many\n");
    text("three-labels.svm", "0 1:1\n1 2:1\n7 3:1\n1 1:1\n");
    text("other-labels.svm", "0 1:1\n1 2:1\n");
    text("one-class.svm", "1 1:1\n1 2:1\n");
    text("steep.svm", "-1 2:1\n" + "+1 1:1.7e308\n".repeat(4));
    Files.write(folder.resolve("bad.svm.gz"), zipped(OOPS));
    byte[] zipped = zipped(OOPS.repeat(500));
    Files.write(folder.resolve("cut.svm.gz"), Arrays.copyOf(zipped, zipped.length / 2));
    text("text.svm.gz", "-1 1:1\n+1 2:1\n");
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void writeFolders() throws IOException {
    Files.createDirectories(folder.resolve("hollow"));
    Files.createDirectories(folder.resolve("nested/deeper"));
    text("nested/a.svm", "-1 1:1\n");
    Files.createDirectories(folder.resolve("two"));
    text("two/a.svm", "-1 1:1\n+1 2:1\n".repeat(10));
    text("two/b.svm", "-1 1:1\n+1 2:1\n-1 3:x\n+1 4:1\n");
  }

  private void writeJobs() throws IOException {
    text("empty.conf", "");
    text("broken.conf", "input {\n  path = a\n  features = }\n");
    text("unknown.conf", "optimizer {\n  learning-rat = 0.1\n}\n");
    text("url.conf", "epochs = 1\ninclude url(\"http://127.0.0.1:1/evil.conf\")\n");
    text("classpath.conf", "include classpath(\"io/adamant/conf/reference.conf\")\n");
    text("itself.conf", "include \"itself.conf\"\n");
    text("nothing.conf", "include \"nowhere.conf\"\n");
    text("variable.conf", "output = ${PATH}\n");
    text("doubling.conf", "seed = 1\n" + "seed = ${seed}${seed}\n".repeat(30));
    text("deep.conf", "a = " + "[".repeat(100_000) + "\n");
    text("dots.conf", "a" + ".a".repeat(100) + " = 1\n");
    text("large.conf", "# comment\n".repeat(30_000));
    text(
        "group.conf",
        """
        input.path = good.svm
        output = x
        optimizer {
          groups = [
            { tensors = bias }
            { tensors = weight, clip-norm = 0 }
          ]
        }
        """);
    text(
        "averaging.conf",
        """
        input.path = good.svm
        output = x
        averaging {
          type = ema
          decay = 1
        }
        """);
    text(
        "wrong.conf",
        "input.path = \"%s/good.svm\"\noutput = x\noptimizer {\n  beta2 = 1.5\n}\n"
            .formatted(folder));
    text(
        "parts.conf",
        "input.path = \"%s/good.svm\"\noutput = x\nschedule { type = product, parts = [\n"
                .formatted(folder)
            + "  { type = cosine }\n  { type = exponential, gamma = 2 }\n] }\n");
  }

  private void writeTables() throws IOException {
    text("words.csv", "label,a,b\n1,2,3\n0,1,two\n");
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType())
            .add("word", DataTypes.StringType);
    try (SparkSession session =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()) {
      Vector vector = Vectors.dense(1, 0, 2);
      Row zero = RowFactory.create(0.0, vector, "zero");
      Row one = RowFactory.create(1.0, vector, "one");
      Row nothing = RowFactory.create(null, vector, "null");
      write(session, List.of(zero, one), schema, "table.parquet");
      write(session, List.of(zero, one, nothing, one), schema, "nulls.parquet");
      write(session, List.of(zero, one), schema, "damaged.parquet");
    }
    try (Stream<Path> parts = Files.list(folder.resolve("damaged.parquet"))) {
      for (Path part : parts.filter(file -> file.toString().endsWith(".parquet")).toList()) {
        byte[] bytes = Files.readAllBytes(part);
        // The pages, between the magic number and the footer.
        Arrays.fill(bytes, 4, bytes.length / 8, (byte) 0x5a);
        Files.write(part, bytes);
      }
    }
  }

  private void write(SparkSession session, List<Row> rows, StructType schema, String name)
      throws IOException {
    Path table = folder.resolve(name);
    session.createDataFrame(rows, schema).coalesce(1).write().parquet(table.toString());
    try (Stream<Path> files = Files.list(table)) {
      for (Path checksum : files.filter(file -> file.toString().endsWith(".crc")).toList()) {
        Files.delete(checksum);
      }
    }
  }

  private void writeEncoded() throws IOException {
    text("raw.tsv", "0\tred\t1\t\n1\tblue\t2\t\n1\tgreen\t\t\n".repeat(5));
    CommandRun run =
        CommandRun.of(
            ("train --set input.path=@/raw.tsv --set output=@/encoded --set input.format=tsv"
                    + " --set input.header=false --set input.columns=[label,word,number,none]"
                    + " --set encoding=[{type=category,columns=word,buckets=50},{type=number,columns=number}]")
                .replace("@", folder.toString())
                .split(" ", -1));
    assertEquals(Adamant.OK, run.code(), run.err());
    Path model = folder.resolve("encoded/model");
    model(
        "encoded-broken",
        Files.readAllBytes(model.resolve(PARAMETERS)),
        changed(
            Files.readString(model.resolve(MANIFEST)),
            s -> s.replace("\"buckets\": 50", "\"buckets\": 0")));
  }

  /** Trains a model; its folder. */
  private Path train(String name, boolean saveState) {
    CommandRun run =
        CommandRun.of(
            "train",
            "--set",
            "input.path=" + folder.resolve("good.svm"),
            "--set",
            "input.features=20",
            "--set",
            "save-state=" + saveState,
            "--set",
            "output=" + folder.resolve(name));
    assertEquals(Adamant.OK, run.code(), run.err());
    return folder.resolve(name).resolve("model");
  }

  private void writeModels() throws IOException {
    Path model = train("trained", false);
    byte[] parameters = Files.readAllBytes(model.resolve(PARAMETERS));
    String manifest = Files.readString(model.resolve(MANIFEST));
    byte[] flipped = parameters.clone();
    flipped[flipped.length - 20] ^= 1;
    model("flipped", flipped, manifest);
    model("short", Arrays.copyOf(parameters, parameters.length - 5), manifest);
    model("void", new byte[0], manifest);
    model("long", Arrays.copyOf(parameters, parameters.length + 1), manifest);
    model("garbled", parameters, manifest.substring(0, manifest.length() / 2));
    model("unknown-type", parameters, changed(manifest, s -> s.replace("logistic", "quantum")));
    model("vast", parameters, changed(manifest, s -> s.replace(": 20,", ": 2147483646,")));
    model("bare", parameters, manifest);
    Files.delete(folder.resolve("bare").resolve(PARAMETERS));
  }

  private void writeStates() throws IOException {
    Path model = train("stateful", true);
    byte[] state = Files.readAllBytes(model.resolve(STATE));
    String manifest = Files.readString(model.resolve(MANIFEST));
    byte[] flipped = state.clone();
    flipped[flipped.length - 20] ^= 1;
    state("state-flipped", flipped, manifest);
    state("state-short", Arrays.copyOf(state, state.length - 5), manifest);
    state("state-nan", state, withStepOfState("NaN", manifest));
    state("state-negative", state, withStepOfState("-1", manifest));
    state("state-bare", state, manifest);
    Files.delete(folder.resolve("state-bare").resolve(STATE));
  }

  private static String withStepOfState(String step, String manifest) {
    int section = manifest.indexOf("optimizerState");
    return manifest.substring(0, section)
        + changed(manifest.substring(section), s -> s.replace("\"step\": 1", "\"step\": " + step));
  }

  /** The model whose state is at hand, with another state or manifest. */
  private void state(String name, byte[] state, String manifest) throws IOException {
    byte[] parameters = Files.readAllBytes(folder.resolve("stateful/model").resolve(PARAMETERS));
    model(name, parameters, manifest);
    Files.write(folder.resolve(name).resolve(STATE), state);
  }

  private static String changed(String text, UnaryOperator<String> change) {
    String changed = change.apply(text);
    if (changed.equals(text)) {
      throw new AssertionError("nothing to change in " + text);
    }
    return changed;
  }

  private void model(String name, byte[] parameters, String manifest) throws IOException {
    Path model = Files.createDirectories(folder.resolve(name));
    Files.write(model.resolve(PARAMETERS), parameters);
    Files.writeString(model.resolve(MANIFEST), manifest);
  }
}
