package io.adamant.engine;

import io.adamant.data.InputSurvey;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What travels when rows are brought to their shards: packed rows, or the survey of a partition.
 */
public final class ShardChunk implements Serializable {
  private final int sourcePartition;
  private final byte[] rows;
  private final @Nullable InputSurvey survey;

  private ShardChunk(int sourcePartition, byte[] rows, @Nullable InputSurvey survey) {
    this.sourcePartition = sourcePartition;
    this.rows = rows;
    this.survey = survey;
  }

  static ShardChunk ofRows(int sourcePartition, byte[] rows) {
    return new ShardChunk(sourcePartition, rows, null);
  }

  static ShardChunk ofSurvey(int sourcePartition, InputSurvey survey) {
    return new ShardChunk(sourcePartition, new byte[0], survey);
  }

  int sourcePartition() {
    return sourcePartition;
  }

  byte[] rows() {
    return rows;
  }

  @Nullable InputSurvey survey() {
    return survey;
  }
}
