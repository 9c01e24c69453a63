package io.adamant.engine;

import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.ExampleRow;
import io.adamant.data.InputSurvey;
import io.adamant.data.LabelEncoding;
import io.adamant.data.RowFormatException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows to score, in the order and partitions of their input, as cached example blocks. They are not
 * placed in lanes: metrics do not depend on the order, and predictions keep the input's.
 */
public final class EvaluationExamples implements AutoCloseable {
  private static final int BLOCK_ROWS = 2048;

  private final JavaRDD<Part> parts;
  private final InputSurvey survey;

  private EvaluationExamples(JavaRDD<Part> parts, InputSurvey survey) {
    this.parts = parts;
    this.survey = survey;
  }

  /**
   * Reads rows whose labels a model was trained with.
   *
   * @param rules with features and index base as the model has them
   * @throws io.adamant.data.InvalidInputException where the rows break the rules
   */
  public static EvaluationExamples load(RowSource source, InputRules rules, LabelEncoding labels) {
    return read(
        source,
        rules,
        labels,
        survey -> LabelRules.requireKnown(rules.task(), labels, survey, source));
  }

  /** Reads rows whose labels do not matter. */
  public static EvaluationExamples loadUnlabelled(RowSource source, InputRules rules) {
    return read(source, rules, ExampleRow::label, survey -> {});
  }

  private static EvaluationExamples read(
      RowSource source, InputRules rules, LabelEncoding labels, Consumer<InputSurvey> check) {
    JavaRDD<Part> parts =
        source
            .readPartitions(new BlockBuilding(rules, labels))
            .setName("adamant: rows to score")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      InputSurvey survey = new InputSurvey(rules.task());
      for (InputSurvey part : parts.map(Part::survey).collect()) {
        survey.merge(part);
      }
      rules.requireReadable(survey, source);
      rules.featuresOf(survey, source);
      check.accept(survey);
      return new EvaluationExamples(parts, survey);
    } catch (RuntimeException e) {
      // Refused rows must not stay in the cache of a session that goes on.
      parts.unpersist(false);
      throw e;
    }
  }

  public InputSurvey survey() {
    return survey;
  }

  /** The blocks, in the input's order. */
  public JavaRDD<ExampleBlock> blocks() {
    return parts.flatMap(part -> Arrays.asList(part.blocks()).iterator());
  }

  @Override
  public void close() {
    parts.unpersist(false);
  }

  /** The blocks of one partition. */
  public static final class Part implements Serializable {
    private final ExampleBlock[] blocks;
    private final InputSurvey survey;

    Part(ExampleBlock[] blocks, InputSurvey survey) {
      this.blocks = blocks;
      this.survey = survey;
    }

    ExampleBlock[] blocks() {
      return blocks;
    }

    InputSurvey survey() {
      return survey;
    }
  }

  private static final class BlockBuilding implements RowSource.PartitionReading<Part> {
    private final InputRules rules;
    private final LabelEncoding labels;

    BlockBuilding(InputRules rules, LabelEncoding labels) {
      this.rules = rules;
      this.labels = labels;
    }

    @Override
    public Iterator<Part> read(RowReader reader) {
      InputSurvey survey = new InputSurvey(rules.task());
      ExampleBlockBuilder builder = new ExampleBlockBuilder(rules.indexBase(), labels);
      ExampleRow row = new ExampleRow();
      List<ExampleBlock> blocks = new ArrayList<>();
      while (true) {
        try {
          if (!reader.next(row)) {
            break;
          }
          rules.check(row);
        } catch (RowFormatException e) {
          survey.addBad(String.valueOf(e.getMessage()), reader.position());
          continue;
        }
        survey.add(row, reader::position, false);
        add(row, builder, blocks);
      }
      if (builder.rows() > 0) {
        blocks.add(builder.build());
      }
      return List.of(new Part(blocks.toArray(ExampleBlock[]::new), survey)).iterator();
    }

    private static void add(
        ExampleRow row, ExampleBlockBuilder builder, List<ExampleBlock> blocks) {
      try {
        if (builder.rows() == BLOCK_ROWS || !builder.add(row)) {
          blocks.add(builder.build());
          builder.add(row);
        }
      } catch (RowFormatException e) {
        // A label that the model does not know: the survey has it too, and refuses the input.
        return;
      }
    }
  }
}
