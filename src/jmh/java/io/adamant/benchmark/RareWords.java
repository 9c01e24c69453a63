package io.adamant.benchmark;

import io.adamant.data.BatchShape;
import io.adamant.data.BinaryLabels;
import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleRow;
import io.adamant.data.RareWordsGenerator;
import io.adamant.data.RowFormatException;
import io.adamant.data.RowGenerator;
import io.adamant.engine.DataSettings;
import io.adamant.engine.EvaluationExamples;
import io.adamant.engine.GeneratedSource;
import io.adamant.engine.InputRules;
import io.adamant.engine.ShardedExamples;
import io.adamant.engine.Trainer;
import io.adamant.engine.TrainingSettings;
import io.adamant.metrics.BinaryMetrics;
import io.adamant.model.LogisticRegression;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.SparseUpdates;
import io.adamant.optimizer.UpdateSettings;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Optimizers on rows of {@link RareWordsGenerator}, each at the learning rate of a grid whose log
 * loss on validation rows is least: accuracy on test rows that hinge on rare words. Prints the
 * tables of the guide's page {@code rare-words.md} and draws its plot.
 *
 * <p>Argument: the file of the plot. It takes some five minutes on two cores.
 */
public final class RareWords {
  private static final int ROWS = 100_000;
  private static final int OTHER_ROWS = 20_000;
  private static final int WORDS = RareWordsGenerator.DEFAULT_WORDS;
  private static final int BATCH = 256;

  /** How often a run is measured in an epoch. */
  private static final int POINTS = 4;

  /** How long all train: a table each. */
  private static final List<Integer> EPOCHS = List.of(1, 3, 10);

  /** The table that is drawn. */
  private static final int DRAWN_EPOCHS = 3;

  /** One grid for all: three rates to a decade, from 0.001 to 10. */
  private static final int LEAST_RATE = -9;

  private static final int LARGEST_RATE = 3;
  private static final int RATES_TO_A_DECADE = 3;

  private record Contender(String name, DoubleFunction<Optimizer> rule) {}

  private static final List<Contender> CONTENDERS =
      List.of(
          new Contender("SGD", Sgd::new),
          new Contender("SGD, momentum", rate -> new Sgd(rate, 0.9, 0, false, 0)),
          new Contender("AdaGrad", AdaGrad::new),
          new Contender("RMSProp", RmsProp::new),
          new Contender("Adam", Adam::new),
          new Contender("AdamW", AdamW::new));

  private static final InputRules RULES = new InputRules(WORDS, 0, false, 0);

  private final JavaSparkContext spark;
  private final ShardedExamples examples;
  private final JavaRDD<ExampleBlock> validation;
  private final JavaRDD<ExampleBlock> test;
  private final JavaRDD<ExampleBlock> hinging;

  private RareWords(JavaSparkContext spark) {
    this.spark = spark;
    DataSettings data = new DataSettings(0, BATCH, BatchShape.of(BATCH), 2, 0);
    this.examples = ShardedExamples.load(new GeneratedSource(spark, rows(0), ROWS), RULES, data);
    this.validation = blocks(rows(1));
    this.test = blocks(rows(2));
    this.hinging = blocks(new Hinging(rows(2)));
  }

  public static void main(String[] arguments) throws IOException {
    Path plot = Path.of(arguments.length > 0 ? arguments[0] : "src/site/markdown/rare-words.svg");
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("rare words");
    conf.set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      RareWords run = new RareWords(spark);
      double[] truth = accuracyOfTheTruth();
      System.out.printf(
          Locale.ROOT,
          "%.1f %% of the test rows hinge on rare words; the truth is right on %.1f %% of them, on"
              + " %.1f %% of all%n",
          truth[0],
          truth[1],
          truth[2]);
      for (int epochs : EPOCHS) {
        LinePlot lines =
            new LinePlot(
                "Accuracy on test rows that hinge on rare words, %", "epochs", epochs, truth[1]);
        run.table(epochs, lines);
        if (epochs == DRAWN_EPOCHS) {
          Files.writeString(plot, lines.svg());
        }
      }
    }
  }

  private static RareWordsGenerator rows(long seed) {
    return new RareWordsGenerator(seed, WORDS);
  }

  private JavaRDD<ExampleBlock> blocks(RowGenerator rows) {
    return EvaluationExamples.load(
            new GeneratedSource(spark, rows, OTHER_ROWS), RULES, new BinaryLabels(0, 1))
        .blocks();
  }

  private void table(int epochs, LinePlot lines) {
    System.out.printf(
        "%n| optimizer, %d %s | rate | log loss, validation | hinging rows | all rows |%n",
        epochs, epochs == 1 ? "epoch" : "epochs");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (Contender contender : CONTENDERS) {
      double best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int i = LEAST_RATE; i <= LARGEST_RATE; i++) {
        double loss = last(train(contender, rate(i), epochs, validation)).logLoss();
        if (loss < least) {
          least = loss;
          best = rate(i);
        }
      }
      List<BinaryMetrics> course = train(contender, best, epochs, hinging);
      BinaryMetrics all = last(train(contender, best, epochs, test));
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.4f | %.1f %% | %.1f %% |%n",
          contender.name(),
          best,
          least,
          100 * last(course).accuracy(),
          100 * all.accuracy());
      List<Double> accuracies = course.stream().map(at -> 100 * at.accuracy()).toList();
      lines.add(contender.name(), accuracies, (double) epochs / course.size());
    }
  }

  /** 1, 2 and 5 times powers of ten. */
  private static double rate(int i) {
    int[] steps = {1, 2, 5};
    int decade = Math.floorDiv(i, RATES_TO_A_DECADE);
    return Double.parseDouble(steps[Math.floorMod(i, RATES_TO_A_DECADE)] + "e" + decade);
  }

  private static BinaryMetrics last(List<BinaryMetrics> course) {
    return course.get(course.size() - 1);
  }

  /** The metrics of some rows along a run. */
  private List<BinaryMetrics> train(
      Contender contender, double rate, int epochs, JavaRDD<ExampleBlock> measured) {
    List<BinaryMetrics> course = new ArrayList<>();
    long steps = examples.plan().stepsPerEpoch();
    UpdateSettings update = UpdateSettings.of(contender.rule().apply(rate), SparseUpdates.DENSE);
    new Trainer(
            spark,
            new LogisticRegression(true),
            examples,
            measured,
            TrainingSettings.of(update, epochs * steps, (steps + POINTS - 1) / POINTS),
            (metrics, validation) -> {
              if (validation instanceof BinaryMetrics binary) {
                course.add(binary);
              }
            })
        .train();
    return course;
  }

  /** Hundredths of hinging rows, and of those and of all rows that the truth's score gets right. */
  private static double[] accuracyOfTheTruth() {
    RareWordsGenerator generator = rows(2);
    RowGenerator.Drawing drawing = generator.drawing();
    ExampleRow row = new ExampleRow();
    int hinging = 0;
    int right = 0;
    int hingingRight = 0;
    for (int number = 0; number < OTHER_ROWS; number++) {
      draw(drawing, number, row);
      double score = 0;
      for (int i = 0; i < row.size(); i++) {
        score += generator.weight(row.index(i));
      }
      boolean isRight = score > 0 == row.label() > 0;
      right += isRight ? 1 : 0;
      if (generator.hingesOnRareWords(row)) {
        hinging++;
        hingingRight += isRight ? 1 : 0;
      }
    }
    return new double[] {
      100.0 * hinging / OTHER_ROWS, 100.0 * hingingRight / hinging, 100.0 * right / OTHER_ROWS
    };
  }

  private static void draw(RowGenerator.Drawing drawing, long number, ExampleRow row) {
    try {
      drawing.draw(number, row);
    } catch (RowFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same rows, of which those that do not hinge on rare words weigh nothing. */
  private record Hinging(RareWordsGenerator rows) implements RowGenerator {
    @Override
    public String name() {
      return rows.name();
    }

    @Override
    public Drawing drawing() {
      Drawing drawing = rows.drawing();
      ExampleRow drawn = new ExampleRow();
      return (number, row) -> {
        drawing.draw(number, drawn);
        row.start(drawn.label(), rows.hingesOnRareWords(drawn) ? 1 : 0);
        for (int i = 0; i < drawn.size(); i++) {
          row.add(drawn.index(i), drawn.value(i));
        }
        row.finish();
      };
    }
  }
}
