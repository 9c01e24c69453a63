package io.adamant.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.data.ExampleBlock;
import io.adamant.data.ExampleBlockBuilder;
import io.adamant.data.ExampleRow;
import io.adamant.data.Fields;
import io.adamant.data.RowFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models against PyTorch's losses and gradients of one batch. */
class ModelReferenceTest {
  private static final int CLASSES = 3;

  private static JsonObject reference() {
    try {
      return JsonParser.parseString(
              Files.readString(Path.of("src", "test", "resources", "reference", "models.json")))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<String> types() {
    return ModelCatalog.names().stream();
  }

  private static Model model(String type) {
    return switch (type) {
      case "huber" -> new HuberLoss.Settings(0.75, true).model(InputShape.ofClasses(CLASSES));
      case "quantile" -> new QuantileLoss.Settings(0.9, true).model(InputShape.ofClasses(CLASSES));
      case "factorization-machine" ->
          new FactorizationMachine.Settings(LossName.LOGISTIC, 3, 0.1, 0, true)
              .model(InputShape.ofClasses(CLASSES));
      case "field-aware-factorization-machine" ->
          new FieldAwareFactorizationMachine.Settings(LossName.LOGISTIC, 2, 0.1, 0, true)
              .model(new InputShape(CLASSES, Fields.ofSizes(2, 1, 2)));
      case "multilayer-perceptron" ->
          new MultilayerPerceptron.Settings(
                  NetworkLoss.SOFTMAX, List.of(4L, 3L), Activation.GELU, 0, 0.1, 0, true)
              .model(InputShape.ofClasses(CLASSES));
      case "embedding-bag" ->
          new EmbeddingBag.Settings(4, EmbeddingBag.Pooling.MEAN, 0, true)
              .model(InputShape.ofClasses(CLASSES));
      case "wide-and-deep" ->
          new WideAndDeep.Settings(
                  LossName.LOGISTIC, 2, List.of(3L, 2L), Activation.TANH, 0, 0.1, 0, true)
              .model(new InputShape(CLASSES, Fields.ofSizes(2, 3)));
      case "deep-fm" ->
          new DeepFactorizationMachine.Settings(
                  LossName.LOGISTIC, 2, List.of(3L, 2L), Activation.RELU, 0, 0.1, 0, true)
              .model(new InputShape(CLASSES, Fields.ofSizes(2, 3)));
      default ->
          ModelCatalog.find(type).orElseThrow().defaults().model(InputShape.ofClasses(CLASSES));
    };
  }

  @Test
  void everyModelHasItsReference() {
    Set<String> types = new TreeSet<>();
    reference()
        .getAsJsonArray("models")
        .forEach(model -> types.add(model.getAsJsonObject().get("type").getAsString()));
    assertEquals(new TreeSet<>(ModelCatalog.names()), types);
  }

  @ParameterizedTest
  @MethodSource("types")
  void scoresLossAndGradientAreThoseOfPyTorch(String type) throws RowFormatException {
    JsonObject all = reference();
    JsonObject expected =
        StreamSupport.stream(all.getAsJsonArray("models").spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .filter(model -> model.get("type").getAsString().equals(type))
            .findFirst()
            .orElseThrow();
    Model model = model(type);
    ExampleBlock block = block(all, numbers(expected, "labels"), model.loss().outputs() == 1);
    BlockParameters parameters =
        expected.has("table")
            ? new BlockParameters(numbers(expected, "table"), tensors(expected, "tensors"))
            : ofLinearModels(all, model.columns() > 1);
    double[] scores = new double[block.rows() * model.loss().outputs()];
    model.score(block, parameters, scores);
    assertArrayEquals(numbers(expected, "scores"), scores, 1e-12);

    BlockParameters gradient = ModelProblem.zeros(model, block);
    assertEquals(
        expected.get("loss").getAsDouble(), model.addGradient(block, parameters, gradient), 1e-10);
    assertArrayEquals(numbers(expected, "gradient"), gradient.table(), 1e-11);
    double[][] expectedTensors =
        expected.has("tensorGradients")
            ? tensors(expected, "tensorGradients")
            : new double[][] {numbers(expected, "biasGradient")};
    assertEquals(expectedTensors.length, gradient.tensors().length);
    for (int i = 0; i < expectedTensors.length; i++) {
      assertArrayEquals(expectedTensors[i], gradient.tensors()[i], 1e-11);
    }
  }

  /** Those that all linear models share. */
  private static BlockParameters ofLinearModels(JsonObject all, boolean isSoftmax) {
    return new BlockParameters(
        numbers(all, isSoftmax ? "softmaxTable" : "table"),
        new double[][] {
          isSoftmax ? numbers(all, "softmaxBias") : new double[] {all.get("bias").getAsDouble()}
        });
  }

  private static double[][] tensors(JsonObject object, String key) {
    return StreamSupport.stream(object.getAsJsonArray(key).spliterator(), false)
        .map(tensor -> numbers(tensor.getAsJsonArray()))
        .toArray(double[][]::new);
  }

  private static ExampleBlock block(JsonObject all, double[] labels, boolean shifted)
      throws RowFormatException {
    double[] weights = numbers(all, "weight");
    double[] offsets = numbers(all, "offset");
    ExampleBlockBuilder builder = new ExampleBlockBuilder(0, ExampleRow::label);
    List<double[]> rows = new ArrayList<>();
    for (JsonElement row : all.getAsJsonArray("features")) {
      rows.add(numbers(row.getAsJsonArray()));
    }
    for (int i = 0; i < rows.size(); i++) {
      ExampleRow row = new ExampleRow();
      row.start(labels[i], weights[i]);
      for (int feature = 0; feature < rows.get(i).length; feature++) {
        row.add(feature, rows.get(i)[feature]);
      }
      if (shifted) {
        row.setOffset(offsets[i]);
      }
      row.finish();
      builder.add(row);
    }
    return builder.build();
  }

  private static double[] numbers(JsonObject object, String key) {
    return numbers(object.getAsJsonArray(key));
  }

  private static double[] numbers(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }
}
