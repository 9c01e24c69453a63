package io.adamant.optimizer;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.adamant.linalg.SparseRows;
import io.adamant.optimizer.WilsonData.SplitMix;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.Amsgrad;
import io.adamant.optimizer.rule.NAdam;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A recorded run of {@code wilson.json}: its method's name says what is run. */
final class WilsonRun {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:sweep_)?([a-z]+)(?:_momentum([0-9.]+))?(?:_eps([0-9]+)n)?"
              + "(?:_fullbatch|_batch([0-9]+))?(?:_lr([0-9.e-]+))?");

  private static final int SHUFFLE_SEED = 77;

  final WilsonData data;
  private final JsonObject problem;
  private final String method;
  private final Matcher name;

  private WilsonRun(WilsonData data, JsonObject problem, String method) {
    this.data = data;
    this.problem = problem;
    this.method = method;
    name = NAME.matcher(method);
    if (!name.matches()) {
      throw new IllegalArgumentException("unknown method " + method);
    }
  }

  static List<WilsonRun> read(Path file) throws IOException {
    List<WilsonRun> runs = new ArrayList<>();
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    for (var element : json.getAsJsonArray("runs")) {
      JsonObject problem = element.getAsJsonObject();
      WilsonData data =
          new WilsonData(
              problem.get("n").getAsInt(),
              problem.get("p").getAsDouble(),
              problem.get("seed").getAsLong());
      for (String method : problem.getAsJsonObject("methods").keySet()) {
        runs.add(new WilsonRun(data, problem, method));
      }
    }
    return runs;
  }

  /** A number that is recorded of the problem. */
  double ofProblem(String key) {
    return problem.get(key).getAsDouble();
  }

  /** The first three weights of the recorded solution of least norm. */
  double[] recordedLeastNorm() {
    return IntStream.range(0, 3)
        .mapToDouble(i -> problem.getAsJsonArray("min_norm_w123").get(i).getAsDouble())
        .toArray();
  }

  /** A number that is recorded of the run's end. */
  double recorded(String key) {
    return problem.getAsJsonObject("methods").getAsJsonObject(method).get(key).getAsDouble();
  }

  private String rule() {
    return name.group(1);
  }

  private double group(int group, double otherwise) {
    String text = name.group(group);
    return text == null ? otherwise : Double.parseDouble(text);
  }

  private int batch() {
    return (int) group(4, data.rows());
  }

  private boolean isFullBatch() {
    return batch() == data.rows();
  }

  /** Whether the rule is gradient descent with all rows in each step. */
  boolean isGradientDescent() {
    return isFullBatch() && rule().equals("gd");
  }

  /**
   * Whether the rule divides by the gradients' root mean square, with all rows in each step, an
   * epsilon that does not drown it, and more positive rows than negative ones.
   */
  boolean isAdaptiveFullBatch() {
    return isFullBatch()
        && !rule().endsWith("gd")
        && name.group(3) == null
        && 2 * data.positives > data.rows();
  }

  /** The rule, or null where Adamant does not have it. */
  @Nullable Optimizer optimizer() {
    double adamRate = group(5, 1e-3);
    return switch (rule()) {
      case "gd" -> new Sgd(1 / ofProblem("lambda_max"), group(2, 0), 0, false, 0);
      case "sgd" -> new Sgd(0.05);
      case "adagrad" -> new AdaGrad(0.1);
      case "rmsprop" -> new RmsProp(adamRate);
      case "nadam" -> new NAdam(adamRate);
      case "amsgrad" -> amsgrad(adamRate);
      case "adam" ->
          name.group(3) == null
              ? new Adam(adamRate)
              : new Adam(1e-2, 0.9, 0.999, group(3, 0) * data.rows(), 0);
      default -> null;
    };
  }

  private static Adam amsgrad(double learningRate) {
    return new Adam(
        learningRate,
        Adam.DEFAULTS.beta1(),
        Adam.DEFAULTS.beta2(),
        Adam.DEFAULTS.epsilon(),
        Adam.DEFAULTS.epsilonForm(),
        Adam.DEFAULTS.weightDecay(),
        Adam.DEFAULTS.decay(),
        Amsgrad.RAW,
        Adam.DEFAULTS.correctFirstMoment(),
        Adam.DEFAULTS.correctSecondMoment(),
        Adam.DEFAULTS.adaptive());
  }

  /** Takes the recorded number of steps from zero; the weights at the end. */
  double[] train() {
    Optimizer optimizer = optimizer();
    if (optimizer == null) {
      throw new IllegalStateException("no rule for " + method);
    }
    ParameterUpdate update = new ParameterUpdate(UpdateSettings.of(optimizer, SparseUpdates.DENSE));
    ParameterLayout layout = new ParameterLayout("weight", data.features(), 1, List.of());
    Parameters parameters = new Parameters(layout);
    double[] weights = parameters.table().page(0);
    OptimizerState state = update.initialState(layout);
    int[] ids = IntStream.range(0, data.features()).toArray();
    SplitMix random = new SplitMix(SHUFFLE_SEED);
    int[] order = data.allRows();
    long steps = (long) recorded("steps");
    int start = data.rows();
    for (long step = 0; step < steps; step++) {
      if (start >= data.rows()) {
        order = isFullBatch() ? order : random.permutation(data.rows());
        start = 0;
      }
      int end = Math.min(start + batch(), data.rows());
      double[] gradient = data.gradient(weights, Arrays.copyOfRange(order, start, end));
      Gradient sparse = new Gradient(new SparseRows(1, ids, gradient), new double[0][]);
      update.step(parameters, sparse, end - start, 0, state);
      start = end;
    }
    return weights;
  }

  @Override
  public String toString() {
    return "%s, n=%d, p=%s".formatted(method, data.rows(), data.p);
  }
}
