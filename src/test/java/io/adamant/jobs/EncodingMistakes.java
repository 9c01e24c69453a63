package io.adamant.jobs;

import static io.adamant.jobs.Mistake.mistake;
import static io.adamant.jobs.Mistake.setting;
import static io.adamant.jobs.Mistake.training;

import java.util.stream.Stream;

/** What can be wrong with raw columns and their encoders. */
final class EncodingMistakes {
  /** The columns of rows.tsv: some words, some numbers, and one without any value. */
  private static final String TABLE =
      "input.format=tsv input.header=false input.columns=[label,word,number,none]";

  private EncodingMistakes() {}

  private static Mistake encoding(String encoder, String... parts) {
    return training(encoder, "raw.tsv", TABLE + " encoding=[{" + encoder + "}]", parts);
  }

  static Stream<Mistake> encoders() {
    return Stream.of(
        encoding(
            "type=number,columns=nunber", "@/raw.tsv: no column nunber; there are label, word"),
        encoding(
            "type=number,columns=\"x*\"",
            "@/raw.tsv: encoding.columns matches no column: x*; there are label, word, number"),
        encoding("type=category,columns=label", "encoding.columns = label is the column of labels"),
        encoding(
            "type=number,columns=word",
            "@/raw.tsv, partition 0, row 1: column word 'red' is not a number",
            "input.on-bad-row=skip"),
        encoding(
            "type=number,columns=word,standardize=false",
            "@/raw.tsv, partition 0, row 1: column word 'red' is not a number"),
        encoding("type=number,columns=none", "@/raw.tsv: column none has only missing values"),
        encoding("type=category,columns=none", "@/raw.tsv: column none has only missing values"),
        encoding("type=text,columns=none", "@/raw.tsv: column none has only missing values"),
        encoding("type=cross,columns=[none,word]", "column none x word has only missing values"),
        encoding(
            "type=category,columns=none,missing=fail",
            "row 1: column none is missing (encoding.missing = fail)"),
        encoding("columns=word", "--set: type is not set in encoding"),
        encoding("type=category", "--set: columns is not set in encoding"),
        encoding("type=category,columns=[]", "--set: encoding.columns must be one name or more"),
        encoding(
            "type=hash,columns=word",
            "--set: encoding.type must be one of number, bucket, category, text, cross, got hash"),
        encoding(
            "type=category,columns=word,bucket=5",
            "--set: no such key in encoding: bucket; the nearest is buckets"),
        encoding(
            "type=number,columns=number,buckets=5",
            "encoding.buckets is not a setting of number, but of category, text, cross"),
        encoding(
            "type=category,columns=word,buckets=0", "--set: encoding.buckets must be >= 1, got 0"),
        encoding("type=text,columns=word,buckets=-1", "encoding.buckets must be >= 1, got -1"),
        encoding(
            "type=text,columns=word,ngram-range=[2,1]",
            "encoding.ngram-range must be two ascending numbers from 1 to 32, got [2, 1]"),
        encoding(
            "type=text,columns=word,ngram-range=2",
            "encoding.ngram-range must be a list of whole numbers"),
        encoding(
            "type=text,columns=word,analyzer=words",
            "encoding.analyzer must be one of word, whitespace, char, got words"),
        encoding(
            "type=bucket,columns=number",
            "--set: encoding.boundaries or quantiles must be given for type = bucket"),
        encoding(
            "type=bucket,columns=number,boundaries=[1,1]",
            "--set: encoding.boundaries must be finite and ascending, got [1.0, 1.0]"),
        encoding(
            "type=bucket,columns=number,quantiles=1",
            "encoding.quantiles must be from 2 to 4096, got 1"),
        encoding(
            "type=bucket,columns=number,quantiles=2,boundaries=[1]",
            "encoding.quantiles and boundaries exclude each other"),
        encoding("type=cross,columns=word", "encoding.columns must be 2 names for type = cross"),
        encoding(
            "type=category,columns=word,buckets=2147483647",
            "encoding.buckets make more than 2147483646 features with column word"));
  }

  static Stream<Mistake> inputs() {
    return Stream.of(
        setting(
            "encoding=[{type=number,columns=a}]", "encoding is for input.format = parquet, csv"),
        setting("input.weight-column=w", "--set: input.weight-column is for parquet, csv and tsv"),
        setting("input.offset-column=o", "--set: input.offset-column is for parquet, csv and tsv"),
        setting("input.header=false", "--set: input.header is for csv and tsv"),
        training(
            "no encoders", "raw.tsv", TABLE + " encoding=[]", "encoding must have one encoder"),
        training(
            "features beside an encoding",
            "raw.tsv",
            TABLE + " encoding=[{type=number,columns=number}] input.features=10",
            "input.features follows from encoding"),
        training(
            "no names without a header",
            "raw.tsv",
            "input.format=tsv input.header=false",
            "input.columns must name all columns where input.header = false"),
        training(
            "names beside a header",
            "raw.tsv",
            "input.format=tsv input.columns=[a,b]",
            "input.columns is for input.header = false"),
        training(
            "a long separator",
            "raw.tsv",
            "input.format=csv input.separator=||",
            "input.separator must be one character, got '||'"),
        training(
            "fewer names than cells",
            "raw.tsv",
            "input.format=tsv input.header=false input.columns=[label,word]"
                + " encoding=[{type=category,columns=word}]",
            "row 1: the line has more cells or fewer than the table's 2 columns"),
        training(
            "labels of three kinds",
            "raw.tsv",
            TABLE + " input.label-column=word encoding=[{type=number,columns=number}]",
            "label red; a classifier takes two labels, -1/+1, 0/1, 1/2 or two texts"),
        training(
            "validation rows of other columns",
            "raw.tsv",
            TABLE + " encoding=[{type=number,columns=number}] validation.path=@/good.svm",
            "the line has more cells or fewer than the table's 4 columns"),
        training(
            "vectors are no raw column",
            "table.parquet",
            "input.format=parquet encoding=[{type=category,columns=features}]",
            "@/table.parquet: column features is vector",
            "categories and text are strings, lists of strings, or whole numbers"));
  }

  static Stream<Mistake> models() {
    return Stream.of(
        mistake(
            "LIBSVM rows for a model of raw columns",
            "evaluate --model @/encoded --input @/good.svm --format libsvm",
            "--format libsvm: the model encodes the columns of a table"),
        mistake(
            "a table of other columns",
            "evaluate --model @/encoded --input @/words.csv --format csv",
            "@/words.csv: no column word; ",
            "there are label, a, b"),
        mistake(
            "a label that the model does not know",
            "evaluate --model @/encoded --input @/raw.tsv --set input.label-column=word",
            "row 2: label blue; a classifier takes two labels"),
        mistake(
            "text in a column of numbers",
            "predict --model @/encoded --output @/out --input @/raw.tsv"
                + " --set input.columns=[label,number,word,none]",
            "row 1: column number 'red' is not a number"),
        mistake(
            "a broken encoding",
            "evaluate --model @/encoded-broken --input @/raw.tsv",
            "manifest.json: ",
            "encoding.buckets must be >= 1, got 0"),
        training(
            "warm start with another encoding",
            "raw.tsv",
            TABLE
                + " encoding=[{type=category,columns=word,buckets=50},{type=number,columns=number,transform=log}]"
                + " warm-start.path=@/encoded",
            "warm-start.path: the model in @/encoded",
            "has number: number, missing feature, standardize true, transform none where this run"
                + " has number: number, missing feature, standardize true, transform log; take the"),
        training(
            "warm start of raw columns for vectors",
            "good.svm",
            "input.features=53 input.index-base=0 warm-start.path=@/encoded",
            "has word: category, buckets 50",
            "where this run has no encoder; take the same encoding"));
  }
}
