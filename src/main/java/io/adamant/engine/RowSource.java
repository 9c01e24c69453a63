package io.adamant.engine;

import io.adamant.data.InputSurvey;
import io.adamant.data.RowPosition;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;

/** An input of rows on Spark: files, a table or a generator. */
public interface RowSource {
  /** What messages call the input. */
  String name();

  /** An RDD that gives each partition's rows to {@code reading}. */
  <T> JavaRDD<T> readPartitions(PartitionReading<T> reading);

  /** A position as a person looks it up: file and line. Asked of the driver, only for messages. */
  String locate(RowPosition position);

  /** The number of features where the input itself declares it, or {@link InputRules#DETECT}. */
  default int features() {
    return InputRules.DETECT;
  }

  /**
   * Refuses rows that there is too little in to train on, as far as the input can tell.
   *
   * @throws io.adamant.data.InvalidInputException where there is
   */
  default void requireComplete(InputSurvey survey) {}

  /** What is done with the rows of a partition. */
  @FunctionalInterface
  interface PartitionReading<T> extends Serializable {
    Iterator<T> read(RowReader reader);
  }
}
