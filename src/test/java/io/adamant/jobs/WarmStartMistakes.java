package io.adamant.jobs;

import static io.adamant.jobs.Mistake.mistake;
import static io.adamant.jobs.Mistake.setting;
import static io.adamant.jobs.Mistake.training;

import java.util.stream.Stream;

/** What can be wrong with a model and a state that a training is to begin with. */
final class WarmStartMistakes {
  private WarmStartMistakes() {}

  /** Training on good rows that begins with a model. */
  private static Mistake from(String model, String settings, String... parts) {
    return training(
        model + " " + settings,
        "good.svm",
        ("warm-start.path=@/" + model + " " + settings).strip(),
        parts);
  }

  static Stream<Mistake> parameters() {
    return Stream.of(
        from("none", "", "warm-start.path: no such folder: @/none"),
        setting("warm-start.path=", "warm-start.path: '' is no path"),
        from("two", "", "warm-start.path: no model at @/two: manifest.json is missing"),
        from("garbled", "", "warm-start.path: manifest.json is malformed"),
        from("unknown-type", "", "@/unknown-type has model.type = quantum, this run has logistic"),
        from("flipped", "", "warm-start.path: @/flipped/parameters.safetensors", "CRC-32C"),
        from("vast", "", "2147483646 features", "--driver-memory"),
        from(
            "trained",
            "input.features=10",
            "warm-start.path: the model in @/trained/model has input.features = 20, this run has 10;",
            "set input.features = 20 or begin with another model"),
        from(
            "trained",
            "input.fields=[8,12]",
            "has input.fields = null, this run has [8, 12]; set input.fields = null"),
        from("trained", "input.index-base=0", "has input.index-base = 1, this run has 0"),
        from("trained", "model.bias=false", "has model.bias = true, this run has false"),
        mistake(
            "generated rows of another size",
            "train --set input.format=ctr --set warm-start.path=@/trained --set output=@/out",
            "has input.features = 20, this run has 1048576"),
        training(
            "rows with other labels",
            "other-labels.svm",
            "warm-start.path=@/trained",
            "warm-start.path: the model in @/trained/model has the labels -1 and 1,",
            "@/other-labels.svm has 0 and 1",
            "write the same labels in both"),
        training(
            "rows with features that the model does not have",
            "large-index.svm",
            "warm-start.path=@/trained",
            "@/large-index.svm, line 2: index 999 is beyond the largest, 20"));
  }

  static Stream<Mistake> states() {
    String state = "warm-start.state=true";
    String mend = "; warm-start.state = false begins with the parameters alone";
    return Stream.of(
        setting("warm-start.state=true", "--set: warm-start.state = true needs warm-start.path"),
        from(
            "trained",
            state,
            "warm-start.state: @/trained/model holds no optimizer state",
            "save-state = true",
            mend),
        from(
            "stateful",
            state + " optimizer.learning-rate=0.5",
            "@/stateful/model/optimizer-state.safetensors: the state belongs to AdamW[",
            "learningRate=0.001",
            "learningRate=0.5",
            mend),
        from(
            "stateful",
            state + " optimizer.type=adam",
            "the state belongs to AdamW[",
            "not to Adam[",
            mend),
        from("state-flipped", state, "@/state-flipped/optimizer-state", "CRC-32C", mend),
        from("state-short", state, "@/state-short/optimizer-state", "is cut short", mend),
        from("state-bare", state, "@/state-bare/optimizer-state", "is missing", mend),
        from("state-nan", state, "manifest.json is malformed"),
        from("state-negative", state, "optimizerState: step must be >= 0, got -1", mend),
        mistake("damaged state", "inspect @/state-flipped", "@/state-flipped/", "CRC-32C"),
        mistake("state cut short", "inspect @/state-short", "@/state-short/", "is cut short"),
        mistake("no state after all", "inspect @/state-bare", "@/state-bare/", "is missing"));
  }
}
