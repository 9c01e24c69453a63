package io.adamant.optimizer;

import io.adamant.linalg.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A recorded trajectory or problem; its format is described in the reference folder's README. */
final class GoldenFile {
  /** Shape of each tensor, named {@code tensor0}, {@code tensor1} and so on. */
  final List<TensorShape> shapes = new ArrayList<>();

  /** Parameters after each recorded step. */
  final TreeMap<Integer, double[]> parameters = new TreeMap<>();

  /** Learning rates, where recorded. */
  final Map<Integer, Double> learningRates = new HashMap<>();

  final Map<Integer, double[]> gradients = new HashMap<>();

  /** Rows that a step's gradient has, where it is recorded by rows; equal rows are summed. */
  final Map<Integer, TreeMap<Integer, double[]>> rows = new HashMap<>();

  /** Optimizer state by step and name. */
  final TreeMap<Integer, Map<String, double[]>> states = new TreeMap<>();

  GoldenFile(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("# shapes: ")) {
        readShapes(line.substring("# shapes: ".length()));
      } else if (!line.startsWith("#")) {
        readNumbers(line.split(",", -1));
      }
    }
  }

  private void readShapes(String text) {
    for (String shape : text.split(";", -1)) {
      int[] dimensions = Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      shapes.add(new TensorShape("tensor" + shapes.size(), dimensions));
    }
  }

  private void readNumbers(String[] fields) {
    int step = Integer.parseInt(fields[1]);
    switch (fields[0]) {
      case "P" -> {
        if (!fields[2].isEmpty()) {
          learningRates.put(step, Double.parseDouble(fields[2]));
        }
        parameters.put(step, numbers(fields, 3));
      }
      case "G" -> readGradient(step, fields);
      case "S" ->
          states
              .computeIfAbsent(step, unused -> new HashMap<>())
              .put(fields[2], numbers(fields, 3));
      default -> throw new IllegalArgumentException("unknown line " + fields[0]);
    }
  }

  private void readGradient(int step, String[] fields) {
    if (fields[2].indexOf(':') < 0) {
      gradients.put(step, numbers(fields, 2));
      return;
    }
    TreeMap<Integer, double[]> sums = new TreeMap<>();
    for (String field : Arrays.asList(fields).subList(2, fields.length)) {
      String[] parts = field.split(":", -1);
      double[] sum =
          sums.computeIfAbsent(Integer.parseInt(parts[0]), row -> new double[parts.length - 1]);
      for (int column = 0; column < sum.length; column++) {
        sum[column] += Double.parseDouble(parts[column + 1]);
      }
    }
    rows.put(step, sums);
  }

  private static double[] numbers(String[] fields, int from) {
    return Arrays.stream(fields, from, fields.length).mapToDouble(Double::parseDouble).toArray();
  }
}
