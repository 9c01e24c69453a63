package io.adamant.jobs;

import io.adamant.testing.Fuzzing;
import io.adamant.testing.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class JobConfigurationFuzzTest {
  /** The defaults and their copies, 10 MB; and substitutions, of which a dozen may be 81 times. */
  private static final Fuzzing.Limits LIMITS =
      new Fuzzing.Limits(List.of(UsageException.class), 24L << 20, 40_000);

  private static Path file = Path.of("");

  @BeforeContainer
  static void makeAFile() throws IOException {
    file = Files.createTempFile("job-fuzzing", ".conf");
  }

  @AfterContainer
  static void deleteIt() throws IOException {
    Files.delete(file);
  }

  @Provide
  Arbitrary<byte[]> jobs() throws IOException {
    List<byte[]> valid = new ArrayList<>();
    for (String name : List.of("a9a.conf", "ctr.conf", "letter.conf", "wilson.conf")) {
      valid.add(Files.readAllBytes(Path.of("jobs", name)));
    }
    valid.add(
        """
        input.path = "x", output = ${input.path}".out"
        optimizer { type = adam, groups = [{ tensors = "*bias", weight-decay = 0 }] }
        schedule { type = sequence, milestones = [5], parts = [{ type = linear }, { type = cosine, t-max = 7 }] }
        model { type = softmax, class-weight = [{ label = 1, weight = 5 }] }
        clip.norm = 1, averaging { type = ema, decay = 0.9 }, batch.local-steps = 1
        """
            .getBytes(StandardCharsets.UTF_8));
    return Mutation.files(
        valid,
        List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "=",
            "+=",
            "\"",
            "\"\"\"",
            "\n",
            "#",
            "//",
            "${",
            "${?",
            "}",
            "${input.path}",
            "${output}",
            "a.",
            ".",
            "\\",
            "null",
            "true",
            "[1, 2]",
            "{ type = ",
            "include \"x\"",
            "include url(\"http://127.0.0.1:1/\")",
            "include classpath(\"a\")",
            "include file(",
            "include required(",
            "10 days",
            "5k",
            "model.type = huber\n",
            "schedule.type = one-cycle\n",
            "optimizer.type = adafactor\n",
            "seed = ",
            "epochs = "));
  }

  @Property(tries = Fuzzing.TRIES, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(Fuzzing.class)
  void anyJobIsReadOrRefused(@ForAll("jobs") byte[] job) throws IOException {
    Files.write(file, job);
    Fuzzing.tryOut(
        job,
        LIMITS,
        bytes -> {
          TrainSettings settings =
              TrainSettings.read(JobConfiguration.load(file.toFile(), List.of()));
          if (settings.epochs() < 1) {
            throw new AssertionError(settings);
          }
        });
  }

  @Property(tries = Fuzzing.TRIES, edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(Fuzzing.class)
  void anySettingIsReadOrRefused(@ForAll("settings") byte[] setting) {
    Fuzzing.tryOut(
        setting,
        LIMITS,
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          TrainSettings unused =
              TrainSettings.read(
                  JobConfiguration.load(null, List.of("input.path=x", "output=y", text)));
        });
  }

  @Provide
  Arbitrary<byte[]> settings() {
    List<byte[]> valid = new ArrayList<>();
    for (String setting :
        List.of(
            "batch.size=full",
            "schedule={type=cosine, warmup-steps=3, t-max=10}",
            "optimizer.groups=[{tensors=\"*\",l1=1}]",
            "model.class-weight=[{label=a,weight=2}]",
            "seed=-9223372036854775808",
            "validation.fraction=0.25",
            "averaging={type=tail,start-step=5}",
            "outer={type=adamw,beta1=0.5}")) {
      valid.add(setting.getBytes(StandardCharsets.UTF_8));
    }
    return Mutation.files(
        valid,
        List.of(
            "{", "}", "[", "]", ",", "=", "\"", ".", "${seed}", "null", "include \"x\"", "epochs"));
  }
}
