package io.adamant.schedule;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of the file of formulas: schedules of Hugging Face, optax, Keras and others, here
 * compositions. Its comment gives base rate, warmup and number of steps; what else a formula has is
 * in the column's name or can be seen in its rows.
 */
final class GoldenFormula {
  private final GoldenScheduleFile file;
  private final String title;
  private final double[] rates;
  private final double base;
  private final long warmup;
  private final long total;

  GoldenFormula(GoldenScheduleFile file, String title) {
    this.file = file;
    this.title = title;
    rates = file.column(title);
    base = file.baseRate();
    warmup = (long) file.after("warmup").orElseThrow();
    total = (long) file.after("total").orElseThrow();
  }

  /** The column; none where this project has no such schedule. */
  List<GoldenColumn> columns() {
    return switch (title.replaceFirst("_[a-z]\\d.*", "")) {
      case "hf_linear" -> follows(base, afterRamp(0, new PolynomialDecay(total - warmup, 1, 0)));
      case "hf_cosine" ->
          follows(base, afterRamp(0, new CosineAnnealing((double) (total - warmup), 0)));
      case "hf_inverse_sqrt" -> follows(base, afterRamp(0, new InverseSquareRootDecay(warmup)));
      case "hf_polynomial" -> follows(base, afterRamp(0, polynomial()));
      case "wsd" -> follows(base, warmupStableDecay());
      case "noam" -> follows(1, new Noam((long) inTitle("d"), (long) inTitle("w")));
      case "optax_warmup_cosine" -> follows(base, warmupCosine());
      case "keras_inverse_time" -> follows(base, inverseTime());
      case "keras_exponential_staircase" -> follows(base, staircase());
      case "spark_mllib_sqrt" -> follows(base, new InverseSquareRootDecay(1));
      default -> List.of();
    };
  }

  private List<GoldenColumn> follows(double rate, Schedule schedule) {
    return List.of(
        new GoldenColumn(
            file + ", " + title,
            rates,
            step -> rate * schedule.factor(step),
            GoldenColumn.ulpsOfLargest(rates)));
  }

  private Schedule afterRamp(double start, Schedule schedule) {
    return new ScheduleSequence(List.of(warmup), List.of(ramp(start), schedule));
  }

  /** The warmup; one without steps is never asked. */
  private LinearRamp ramp(double start) {
    return new LinearRamp(start, 1, Math.max(1, warmup));
  }

  /** Its last rate is that of the rows beyond the end. */
  private PolynomialDecay polynomial() {
    return new PolynomialDecay(total - warmup, inTitle("p"), last() / base);
  }

  /** The decay begins after the last row with the base rate. */
  private ScheduleSequence warmupStableDecay() {
    int decayStart = rates.length - 1;
    while (rates[decayStart] != base) {
      decayStart--;
    }
    return new ScheduleSequence(
        List.of(warmup, (long) decayStart),
        List.of(ramp(0), Schedules.constant(), new PolynomialDecay(total - decayStart, 1, 0)));
  }

  /** The warmup begins at the first row's rate; the last one's stays. */
  private ScheduleSequence warmupCosine() {
    double end = last() / base;
    return new ScheduleSequence(
        List.of(warmup, total),
        List.of(
            ramp(rates[0] / base),
            new CosineAnnealing((double) (total - warmup), end),
            new Constant(end)));
  }

  /** The last row shows the decay best, since it has decayed most. */
  private InverseTimeDecay inverseTime() {
    int row = rates.length - 1;
    return new InverseTimeDecay((base / rates[row] - 1) / row, 1);
  }

  /** The first row with another rate shows how long a stair is, and how high. */
  private StepDecay staircase() {
    int length = 1;
    while (rates[length] == rates[0]) {
      length++;
    }
    return new StepDecay(length, GoldenTorch.shortest(rates[length] / rates[0]));
  }

  private double last() {
    return GoldenTorch.shortest(rates[rates.length - 1]);
  }

  private double inTitle(String letter) {
    Matcher matcher = Pattern.compile("_" + letter + "([\\d.]+)").matcher(title);
    if (!matcher.find()) {
      throw new IllegalStateException("no number behind " + letter + " in " + title);
    }
    return Double.parseDouble(matcher.group(1));
  }
}
