package io.adamant.schedule;

import io.adamant.schedule.Cyclic.Mode;
import io.adamant.schedule.OneCycle.Anneal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A recorded run of a PyTorch scheduler. All settings are read from the file: from its settings
 * line or, where that leaves one out, from the rows that show it, or else PyTorch's default.
 */
final class GoldenTorch {
  private static final String CHAINED = "lr_torch(chained)";
  private static final String CLOSED = "lr_closed_form";

  private final GoldenScheduleFile file;
  private final String settings;
  private final double[] rates;

  /** Numbers that stand alone in the settings. */
  private final double[] numbers;

  GoldenTorch(GoldenScheduleFile file) {
    this.file = file;
    // What follows is remarks.
    settings = file.settings.replaceFirst("[;:] .*| \\([^()]*\\)$", "");
    rates = file.column(CHAINED);
    numbers = GoldenScheduleFile.numbers(settings);
  }

  /** The name of PyTorch's class. */
  String type() {
    return settings.replaceFirst("\\W.*", "");
  }

  /** The columns; none where this project has no such schedule. */
  List<GoldenColumn> columns() {
    return switch (type()) {
      case "LinearLR" -> sums(linear(numbers));
      case "ConstantLR" -> products(new Constant(numbers[0], (long) numbers[1]));
      case "StepLR" -> products(new StepDecay((long) numbers[0], numbers[1]));
      case "MultiStepLR" -> products(multiStep());
      case "ExponentialLR" -> products(new ExponentialDecay(numbers[0]));
      case "PolynomialLR" -> sums(new PolynomialDecay((long) numbers[0], after("power", 1), 0));
      case "CosineAnnealingLR" -> sums(cosine(after("T_max")));
      case "CosineAnnealingWarmRestarts" ->
          sums(new CosineRestarts((long) after("T_0"), (long) after("T_mult", 1), minFactor()));
      case "SequentialLR" -> sequence();
      case "OneCycleLR" -> oneCycle();
      case "CyclicLR" -> cyclic();
      default -> List.of();
    };
  }

  private MultiStepDecay multiStep() {
    String list = settings.replaceFirst(".*\\[(.*)].*", "$1");
    List<Long> milestones = Arrays.stream(list.split(", *", -1)).map(Long::valueOf).toList();
    return new MultiStepDecay(milestones, numbers[numbers.length - 1]);
  }

  /** Start, end (1 if left out) and number of steps. */
  private static LinearRamp linear(double[] numbers) {
    double end = numbers.length == 3 ? numbers[1] : 1;
    return new LinearRamp(numbers[0], end, (long) numbers[numbers.length - 1]);
  }

  private CosineAnnealing cosine(double tMax) {
    return new CosineAnnealing(tMax, minFactor());
  }

  private double minFactor() {
    return after("eta_min", 0) / file.baseRate();
  }

  /** {@code SequentialLR(LinearLR start steps, Cosine T_max) milestone m}. */
  private List<GoldenColumn> sequence() {
    Matcher parts = Pattern.compile("\\((.*)\\) milestones? (.*)").matcher(settings);
    if (!parts.find()) {
      throw new IllegalStateException("not parts and milestones: " + settings);
    }
    List<Schedule> schedules = new ArrayList<>();
    for (String part : parts.group(1).split(", *", -1)) {
      double[] own = GoldenScheduleFile.numbers(part);
      if (part.startsWith("Linear")) {
        schedules.add(linear(own));
      } else {
        schedules.add(cosine(own[0]));
      }
    }
    List<Long> milestones =
        Arrays.stream(GoldenScheduleFile.numbers(parts.group(2))).mapToObj(m -> (long) m).toList();
    return sums(new ScheduleSequence(milestones, schedules));
  }

  private List<GoldenColumn> oneCycle() {
    double divFactor = after("div", OneCycle.DEFAULT_DIV_FACTOR);
    OneCycle cycle =
        new OneCycle(
            (long) after("total", file.rows()),
            after("pct", OneCycle.DEFAULT_PCT_START),
            settings.contains("linear") ? Anneal.LINEAR : Anneal.COS,
            settings.contains("three_phase"),
            divFactor,
            after("final", OneCycle.DEFAULT_FINAL_DIV_FACTOR));
    double top = after("max_lr", shortest(rates[0] * divFactor));
    Matcher range = Pattern.compile("momentum (\\S+?)-(\\S+)").matcher(settings);
    OneCycleMomentum momentum =
        range.find()
            ? new OneCycleMomentum(
                cycle, Double.parseDouble(range.group(1)), Double.parseDouble(range.group(2)))
            : new OneCycleMomentum(cycle);
    return moving(cycle, top, momentum);
  }

  private List<GoldenColumn> cyclic() {
    Mode mode =
        Arrays.stream(Mode.values())
            .filter(m -> settings.matches(".*\\b" + m.name().toLowerCase(Locale.ROOT) + "\\b.*"))
            .findFirst()
            .orElse(Mode.TRIANGULAR);
    int up = (int) after("up");
    double gamma = after("gamma", 1);
    double bottom = after("base_lr", rates[0]);
    double top = after("max_lr", shortest(bottom + (rates[up] - bottom) / Math.pow(gamma, up)));
    Cyclic cycle = new Cyclic(1, top / bottom, up, (long) after("down", up), mode, gamma);
    return moving(cycle, bottom, new CyclicMomentum(cycle));
  }

  private List<GoldenColumn> moving(Schedule schedule, double base, MomentumSchedule momentum) {
    double[] momenta = file.column("momentum");
    double largest = GoldenColumn.largest(rates);
    // PyTorch finds its place in a cycle by adding and subtracting whole cycles.
    double rounding = Math.max(5e-15, file.rows() * 0x1p-52);
    return List.of(
        new GoldenColumn(
            file + ", rate",
            rates,
            step -> base * schedule.factor(step),
            row -> rounding * largest),
        new GoldenColumn(file + ", momentum", momenta, momentum::momentum, row -> rounding));
  }

  /** Rates that are products: right to each value's own last places. */
  private List<GoldenColumn> products(Schedule schedule) {
    return columns(schedule, row -> rates[row], GoldenColumn.ulpsOfEach(rates));
  }

  /** Rates that are sums: right to the last places of the largest. */
  private List<GoldenColumn> sums(Schedule schedule) {
    double largest = GoldenColumn.largest(rates);
    return columns(schedule, row -> largest, GoldenColumn.ulpsOfLargest(rates));
  }

  private List<GoldenColumn> columns(
      Schedule schedule, IntToDoubleFunction scale, IntToDoubleFunction closedTolerance) {
    double base = file.baseRate();
    double[] closed = file.column(CLOSED);
    double apart =
        IntStream.range(0, closed.length)
            .mapToDouble(row -> Math.abs(rates[row] - closed[row]) / scale.applyAsDouble(row))
            .max()
            .orElse(0);
    double rounding = GoldenColumn.chainedTolerance(apart);
    LongToDoubleFunction rate = step -> base * schedule.factor(step);
    return List.of(
        new GoldenColumn(
            file + ", chained", rates, rate, row -> rounding * scale.applyAsDouble(row)),
        new GoldenColumn(file + ", closed form", closed, rate, closedTolerance));
  }

  private double after(String word) {
    return file.after(word)
        .orElseThrow(() -> new IllegalStateException(file + " does not say " + word));
  }

  private double after(String word, double otherwise) {
    return file.after(word).orElse(otherwise);
  }

  /** The decimal that a rounded value stands for. */
  static double shortest(double value) {
    return new BigDecimal(value).round(new MathContext(12)).doubleValue();
  }
}
