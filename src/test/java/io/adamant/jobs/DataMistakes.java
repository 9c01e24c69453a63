package io.adamant.jobs;

import static io.adamant.jobs.Mistake.training;

import java.util.stream.Stream;

/** What can be wrong with rows and tables. */
final class DataMistakes {
  private DataMistakes() {}

  static Stream<Mistake> files() {
    return Stream.of(
        training("missing input", "none.svm", "", "no such file or folder: @/none.svm"),
        training("pattern without files", "none-*.svm", "", "no such file", "@/none-*.svm"),
        training("empty path", "", "input.path=", "''"),
        training("unknown file system", "", "input.path=nowhere://x/y", "nowhere://x/y"),
        training(
            "folder below the folder",
            "nested",
            "",
            "@/nested: cannot be read: ",
            "@/nested/deeper"),
        training("unreadable gzip", "text.svm.gz", "", "@/text.svm.gz", "gzip"),
        training("gzip cut short", "cut.svm.gz", "", "@/cut.svm.gz", "end"),
        training("empty file", "empty.svm", "", "@/empty.svm: no rows"),
        training("only comments", "comments.svm", "", "@/comments.svm: no rows"),
        training("empty folder", "hollow", "", "@/hollow: no rows"),
        training("missing validation rows", "good.svm", "validation.path=@/none", "@/none"),
        training(
            "malformed line",
            "malformed.svm",
            "",
            "@/malformed.svm, line 4: expected index:value, got 'oops'",
            "input.on-bad-row=skip"),
        training(
            "malformed line in the middle of the second file",
            "two",
            "",
            "@/two/b.svm, line 3: value 'x' is not a number"),
        training("malformed line with CRLF", "crlf.svm", "", "@/crlf.svm, line 4: ", "'oops'"),
        training("malformed line with CR", "cr.svm", "", "@/cr.svm, line 4: ", "'oops'"),
        training("malformed line in gzip", "bad.svm.gz", "", "@/bad.svm.gz, line 4: ", "'oops'"),
        training(
            "too many malformed lines",
            "many-bad.svm",
            "input.on-bad-row=skip input.max-bad-rows=2",
            "@/many-bad.svm: 3 rows",
            "input.max-bad-rows = 2",
            "line 2: "),
        training(
            "nothing but bad lines",
            "all-bad.svm",
            "input.on-bad-row=skip",
            "@/all-bad.svm: no rows"),
        training(
            "index beyond the features",
            "good.svm",
            "input.features=10",
            "@/good.svm, line ",
            "is beyond the largest, 10 (input.features = 10)"),
        training(
            "index beyond what ids can be",
            "huge-index.svm",
            "",
            "@/huge-index.svm, line 1: index in '4000000000:1' is beyond the largest, 2147483646"),
        training(
            "index 0 counted from 1",
            "zero.svm",
            "input.index-base=1",
            "@/zero.svm, line 2: index 0",
            "input.index-base = 1"),
        training(
            "last index where an index 0 comes later",
            "zero.svm",
            "input.features=3",
            "@/zero.svm, line 1: index 3 is beyond the largest, 2 (input.features = 3"),
        training("index twice", "twice.svm", "", "@/twice.svm, line 2: index 5 is given twice"),
        training("NaN value", "nan.svm", "", "@/nan.svm, line 2: value is nan, not finite"),
        training("infinite value", "inf.svm", "", "@/inf.svm, line 2: value is -inf, not finite"),
        training("overflowing value", "1e999.svm", "", "@/1e999.svm, line 2: ", "not finite"),
        training("NaN label", "nan-label.svm", "", "@/nan-label.svm, line 2: label is nan"),
        training(
            "third label",
            "three-labels.svm",
            "",
            "@/three-labels.svm, line 3: label 7; a classifier takes two labels",
            "-1/+1, 0/1, 1/2 or two texts"),
        training(
            "text in LIBSVM for a classifier of two labels",
            "malformed-label.svm",
            "",
            "@/malformed-label.svm, line 2: label 'x' is not a number"),
        training(
            "a text among numbers for a classifier of two labels",
            "mixed-labels.csv",
            "input.format=csv",
            "row 2: label ham; a classifier takes two labels, -1/+1, 0/1, 1/2 or two texts, here 1"),
        training(
            "a third text for a classifier of two labels",
            "three-words.csv",
            "input.format=csv",
            "row 3: label zebra; a classifier takes two labels",
            "here ham and spam"),
        training(
            "one text for a classifier of two labels",
            "one-word.csv",
            "input.format=csv",
            "@/one-word.csv: every row has the label ham; a classifier needs two classes"),
        training(
            "count below zero",
            "counts.svm",
            "model.type=poisson",
            "@/counts.svm, line 4: label -2.5; a model of counts takes labels >= 0"),
        training(
            "amount of zero",
            "amounts.svm",
            "model.type=gamma",
            "@/amounts.svm, line 3: label 0; a model of positive amounts takes labels > 0"),
        training(
            "text for a regression",
            "malformed-label.svm",
            "model.type=squared",
            "@/malformed-label.svm, line 2: label 'x' is not a number"),
        training(
            "rows without labels",
            "no-label.svm",
            "model.type=softmax",
            "@/no-label.svm, line 1: expected a label before '1:1'"),
        training(
            "a class that is not finite",
            "nan-label.svm",
            "model.type=softmax",
            "@/nan-label.svm, line 2: label is nan, not finite"),
        training(
            "one class of softmax",
            "one-class.svm",
            "model.type=softmax",
            "@/one-class.svm: every row has the label 1; a classifier needs two classes"),
        training(
            "a class that validation rows have alone",
            "good.svm",
            "model.type=softmax validation.path=@/three-labels.svm",
            "@/three-labels.svm, line 1: label 0; the model was not trained with it, but with "
                + "2 labels, -1 to 1"),
        training(
            "weight of a class that there is not",
            "good.svm",
            "model.class-weight=[{label=7,weight=2}]",
            "model.class-weight names label 7; the rows have -1 and 1"),
        training("one class", "one-class.svm", "", "@/one-class.svm: every row has the label 1"),
        training(
            "divergence at the first step",
            "steep.svm",
            "optimizer.type=sgd optimizer.learning-rate=1e300",
            "step 1: ",
            "the largest gradient is ",
            "optimizer.learning-rate",
            "no good model"),
        training(
            "table beyond the driver's memory",
            "good.svm",
            "input.features=2147483646 optimizer.sparse=dense",
            "2147483646 features need 48.0 GiB",
            "(3 x 8 bytes a feature)",
            "--driver-memory 64g",
            "input.features"),
        training(
            "nothing to hold back",
            "tiny.svm",
            "validation.fraction=0.0001",
            "validation.fraction"));
  }

  static Stream<Mistake> tables() {
    return Stream.of(
        training("not Parquet", "good.svm", "input.format=parquet", "@/good.svm", "Parquet"),
        training("missing Parquet", "none", "input.format=parquet", "no such file", "@/none"),
        training("folder without Parquet", "hollow", "input.format=parquet", "@/hollow", "Parquet"),
        training("damaged Parquet", "damaged.parquet", "input.format=parquet", "@/damaged.parquet"),
        training(
            "no such column",
            "table.parquet",
            "input.format=parquet input.features-column=vector",
            "@/table.parquet: no column vector; there are label, features, word"),
        training(
            "label is text",
            "table.parquet",
            "input.format=parquet input.label-column=word model.type=squared",
            "@/table.parquet: column word is string, not a number"),
        training(
            "features are no vector",
            "table.parquet",
            "input.format=parquet input.features-column=label",
            "@/table.parquet: column label is double, not an ML vector"),
        training(
            "null label",
            "nulls.parquet",
            "input.format=parquet",
            "@/nulls.parquet, ",
            "row 3: column label is null"),
        training(
            "vectors beyond the features",
            "table.parquet",
            "input.format=parquet input.features=2",
            "@/table.parquet, ",
            "index 2 is beyond the largest, 1 (input.features = 2"),
        training(
            "text in CSV",
            "words.csv",
            "input.format=csv",
            "@/words.csv, ",
            "row 2: column b 'two' is not a number"),
        training(
            "no label in CSV",
            "words.csv",
            "input.format=csv input.label-column=y",
            "@/words.csv: no column y; there are label, a, b"),
        training(
            "a class in CSV that is not finite",
            "labels.csv",
            "input.format=csv model.type=softmax",
            "@/labels.csv, ",
            "row 2: label is nan, not finite"),
        training(
            "text for a regression in CSV",
            "labels.csv",
            "input.format=csv model.type=squared",
            "row 1: column label 'x' is not a number"),
        training(
            "offset is text",
            "offset.csv",
            "input.format=csv input.offset-column=o model.type=poisson",
            "row 2: column o 'many' is not a number"),
        training(
            "no such offset",
            "offset.csv",
            "input.format=csv input.offset-column=p model.type=poisson",
            "@/offset.csv: no column p; there are label, a, o"),
        training("empty CSV", "empty.svm", "input.format=csv", "@/empty.svm", "label"),
        training(
            "index base of a table",
            "table.parquet",
            "input.format=parquet input.index-base=1",
            "input.index-base = 1 is for libsvm"));
  }
}
