package io.adamant.model;

import io.adamant.linalg.ColumnGroup;
import io.adamant.linalg.TensorShape;
import java.util.List;

/** A model of one score that has layers N above embeddings by field, for whatever stands beside. */
abstract class FieldNetwork extends NetworkModel {
  final ScalarLoss loss;
  final FieldEmbeddings embeddings;
  final DenseLayers layers;

  FieldNetwork(ScalarLoss loss, FieldEmbeddings embeddings, DenseLayers layers, double dropout) {
    super(dropout);
    this.loss = loss;
    this.embeddings = embeddings;
    this.layers = layers;
  }

  @Override
  public final Loss loss() {
    return loss;
  }

  @Override
  public final String tableName() {
    return "weightAndEmbedding";
  }

  @Override
  public final int columns() {
    return embeddings.columns();
  }

  @Override
  public final List<ColumnGroup> columnGroups() {
    return embeddings.columnGroups();
  }

  @Override
  public final List<TensorShape> tensors() {
    return layers.tensors();
  }
}
