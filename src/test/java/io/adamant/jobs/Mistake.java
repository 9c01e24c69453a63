package io.adamant.jobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mistake on the command line or in the files that it names.
 *
 * @param arguments where {@code @} stands for the folder of the test's files
 * @param parts what the message must hold, besides its beginning
 */
record Mistake(String name, String arguments, List<String> parts) {
  static Mistake mistake(String name, String arguments, String... parts) {
    return new Mistake(name, arguments, List.of(parts));
  }

  /** Training on one of the files, with more settings. */
  static Mistake training(String name, String file, String settings, String... parts) {
    List<String> words = new ArrayList<>(List.of("input.path=@/" + file, "output=@/out"));
    words.addAll(settings.isEmpty() ? List.of() : Arrays.asList(settings.split(" ", -1)));
    return mistake(name, "train --set " + String.join(" --set ", words), parts);
  }

  /** A setting that is wrong wherever the rows come from. */
  static Mistake setting(String settings, String... parts) {
    return training(settings, "good.svm", settings, parts);
  }

  /** Evaluation of a model on one of the files. */
  static Mistake scoring(String name, String model, String rows, String... parts) {
    return mistake(name, "evaluate --model @/%s --input @/%s".formatted(model, rows), parts);
  }

  @Override
  public String toString() {
    return name;
  }
}
