package io.adamant.jobs;

import static io.adamant.jobs.Mistake.mistake;

import java.util.stream.Stream;

/** What can be wrong with a comparison, or with the folders of a report. */
final class CompareMistakes {
  private CompareMistakes() {}

  static Stream<Mistake> comparisons() {
    return Stream.of(
        comparing("nothing to compare", "", "nothing to compare: set compare.runs to a list"),
        comparing("no runs", "compare.target=1", "hold nothing to compare"),
        comparing("an empty list", "compare.runs=[]", "hold nothing to compare"),
        comparing(
            "an unknown key of a run",
            "compare.runs=[{optimizer.tpye=adam}]",
            "--set: no such key: optimizer.tpye; the nearest is optimizer.type"),
        comparing(
            "an unknown key of a grid",
            "compare.grid={epoch=[1,2]}",
            "--set: no such key: epoch; the nearest is epochs"),
        comparing(
            "a wrong value in one run of many",
            "compare.grid={optimizer.learning-rate=[0.1,-1]}",
            "run learning-rate=-1: ",
            "optimizer.learning-rate must be"),
        comparing(
            "a key of another optimizer",
            "compare.runs=[{optimizer.type=sgd},{optimizer.type=sgd,optimizer.rho=0.9}]",
            "optimizer.rho"),
        comparing("no list", "compare.runs=7", "compare.runs must be a list"),
        comparing("no settings", "compare.runs=[7]", "each of compare.runs must be { key = value"),
        comparing(
            "no list of values",
            "compare.grid={epochs=2}",
            "compare.grid.epochs must be a list of values, got 2"),
        comparing(
            "an unknown key of the comparison",
            "compare.rums=[{epochs=2}]",
            "no such key: compare.rums; the nearest is compare.runs"),
        comparing("two runs of a name", "compare.grid={epochs=[2,2]}", "named epochs=2"),
        comparing(
            "an output of a run's own",
            "compare.runs=[{output=a},{output=b}]",
            "output is one for all runs: set it beside compare"),
        comparing(
            "a target that is no number",
            "compare.grid={epochs=[1,2]} compare.target=low",
            "compare.target must be a finite number, got low"),
        mistake(
            "a comparison that is trained",
            "train --set input.path=@/good.svm --set output=@/out --set compare.target=1",
            "the section compare is for jobs/adamant compare"),
        mistake(
            "a host without a port",
            "train --set input.path=@/good.svm --set output=@/out --live-host localhost",
            "--live-host needs --live PORT"),
        mistake(
            "a port that is none",
            "train --set input.path=@/good.svm --set output=@/out --live 70000",
            "--live must be a port from 0 to 65535, got 70000"),
        mistake(
            "a host that is none",
            "train --set input.path=@/good.svm --set output=@/out --live 0 --live-host no.invalid",
            "--live-host: no such host: no.invalid"),
        mistake("a report of nothing", "report @/none", "no such folder: @/none"),
        mistake("a report of a file", "report @/good.svm", "@/good.svm is a file, not a folder"),
        mistake(
            "a report of a folder without runs", "report @/two", "@/two holds no metrics.jsonl"));
  }

  private static Mistake comparing(String name, String settings, String... parts) {
    String rest = settings.isEmpty() ? "" : " --set " + settings.replace(" ", " --set ");
    return mistake(
        name, "compare @/empty.conf --set input.path=@/good.svm --set output=@/out" + rest, parts);
  }
}
