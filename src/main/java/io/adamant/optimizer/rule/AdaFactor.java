package io.adamant.optimizer.rule;

import io.adamant.optimizer.Decay;
import io.adamant.optimizer.Limits;
import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.ParameterPart;
import io.adamant.optimizer.Segment;
import io.adamant.optimizer.Slot;
import io.adamant.optimizer.Slot.Shape;
import java.util.List;

/**
 * Adam without most of its memory: of the second moment of a matrix it keeps means over rows and
 * columns. Shazeer and Stern, "Adafactor: adaptive learning rates with sublinear memory cost"
 * (arXiv:1804.04235), algorithms 4 and 5:
 *
 * <pre>
 *   β̂ ← 1 − t^decayRate
 *   R ← β̂R + (1 − β̂) mean over columns of (g² + ε₁)
 *   C ← β̂C + (1 − β̂) mean over rows of (g² + ε₁)
 *   u ← g / √(R Cᵀ / mean(R)),          for a vector g / √V, V ← β̂V + (1 − β̂)(g² + ε₁)
 *   u ← u / max(1, RMS(u) / clipThreshold)
 *   ρ ← min(α, 1/√t) max(ε₂, RMS(θ))
 *   m ← β₁m + (1 − β₁)ρu,               where β₁ > 0; else m = ρu
 *   θ ← θ(1 − ρλ) − m
 * </pre>
 *
 * <p>As Hugging Face's {@code Adafactor}; α, {@link #learningRate}, takes the place of its constant
 * 0.01, as in {@code torch.optim.Adafactor}. Matrices are tensors of two or more dimensions, whose
 * last one is the columns, and column groups of more than one column. Where updates are lazy, rows
 * without a gradient keep their R, and the means are over the other rows.
 *
 * @param learningRate α, at least 0: the largest relative step, or the step itself without {@code
 *     relativeStep}
 * @param relativeStep whether the step is at most 1/√t
 * @param warmupInit with a relative step: α grows by its ten-thousandth a step, until 1/√t is less
 * @param scaleParameter whether the step is multiplied by the size of the parameters, RMS(θ)
 * @param decayRate exponent of t in β̂, below 0
 * @param beta1 in [0, 1); 0 keeps no first moment
 * @param epsilon1 above 0, added to the squared gradient
 * @param epsilon2 at least 0: the smallest size of parameters that the step is scaled by
 * @param clipThreshold above 0: the largest root mean square of an update before the step size
 * @param smallestFactored at least 1: matrices with fewer rows or columns are handled as vectors
 * @param weightDecay λ, at least 0
 * @param decay how it acts; LR_SCALED is by ρ
 */
public record AdaFactor(
    double learningRate,
    boolean relativeStep,
    boolean warmupInit,
    boolean scaleParameter,
    double decayRate,
    double beta1,
    double epsilon1,
    double epsilon2,
    double clipThreshold,
    int smallestFactored,
    double weightDecay,
    Decay decay)
    implements Optimizer {
  /** The paper's, with the relative step and the parameter scale that it recommends. */
  public static final AdaFactor DEFAULTS =
      new AdaFactor(1e-2, true, false, true, -0.8, 0, 1e-30, 1e-3, 1, 1, 0, Decay.LR_SCALED);

  /** Hugging Face's warmup reaches 1e-6 t where the cap of the relative step is 1e-2. */
  private static final double WARMUP_SHARE = 1e-4;

  private static final int SECOND_MOMENT = 0;
  private static final int ROW_MOMENT = 1;
  private static final int COLUMN_MOMENT = 2;
  private static final int FIRST_MOMENT = 3;

  private static final int WEIGHT_SQUARES = 0;
  private static final int ROW_MOMENTS = 1;
  private static final int UPDATE_SQUARES = 2;
  private static final int COLUMN_SQUARES = 3;

  public AdaFactor {
    Limits.requireNotNegative("learning-rate", learningRate);
    if (!(decayRate < 0 && decayRate > Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "optimizer.decay-rate must be finite and < 0, got " + decayRate);
    }
    if (warmupInit && !relativeStep) {
      throw new IllegalArgumentException("optimizer.warmup-init needs relative-step = true");
    }
    Limits.requireFraction("beta1", beta1);
    Limits.requirePositive("epsilon1", epsilon1);
    Limits.requireNotNegative("epsilon2", epsilon2);
    Limits.requirePositive("clip-threshold", clipThreshold);
    if (smallestFactored < 1) {
      throw new IllegalArgumentException(
          "optimizer.smallest-factored must be >= 1, got " + smallestFactored);
    }
    Limits.requireNotNegative("weight-decay", weightDecay);
    Limits.requireNotInUpdate(decay);
  }

  @Override
  public String name() {
    return "adafactor";
  }

  private boolean isFactored(ParameterPart part) {
    return part.isMatrix() && part.columns() >= smallestFactored && part.rows() >= smallestFactored;
  }

  @Override
  public List<Slot> slots(ParameterPart part) {
    boolean factored = isFactored(part);
    return List.of(
        new Slot("secondMoment", factored ? Shape.NONE : Shape.ELEMENT, 0),
        new Slot("rowMoment", factored ? Shape.ROW : Shape.NONE, 0),
        new Slot("columnMoment", factored ? Shape.COLUMN : Shape.NONE, 0),
        new Slot("firstMoment", beta1 > 0 ? Shape.ELEMENT : Shape.NONE, 0));
  }

  @Override
  public int passes() {
    return 3;
  }

  @Override
  public int sums(ParameterPart part) {
    return COLUMN_SQUARES + (isFactored(part) ? part.columns() : 0);
  }

  @Override
  public void update(Segment segment) {
    switch (segment.pass()) {
      case 0 -> moveMoments(segment);
      case 1 -> measureUpdate(segment);
      default -> takeStep(segment);
    }
  }

  private double keptOfMoments(Segment segment) {
    return 1 - StrictMath.pow((double) segment.step(), decayRate);
  }

  private void moveMoments(Segment segment) {
    double kept = keptOfMoments(segment);
    double[] parameters = segment.parameters();
    double[] gradient = segment.gradient();
    double coupled = segment.coupledDecay();
    double[] sums = segment.sums();
    int columns = segment.part().columns();
    boolean factored = isFactored(segment.part());
    double[] secondMoment = segment.slot(SECOND_MOMENT);
    double[] rowMoment = segment.slot(ROW_MOMENT);
    for (int row = 0, at = segment.offset(); at < segment.end(); row++) {
      double rowSum = 0;
      for (int column = 0; column < columns; column++, at++) {
        double p = parameters[at];
        double g = gradient[at] + coupled * p;
        double square = g * g + epsilon1;
        sums[WEIGHT_SQUARES] += p * p;
        if (factored) {
          rowSum += square;
          sums[COLUMN_SQUARES + column] += square;
        } else {
          secondMoment[at] = kept * secondMoment[at] + (1 - kept) * square;
        }
      }
      if (factored) {
        rowMoment[row] = kept * rowMoment[row] + (1 - kept) * (rowSum / columns);
        sums[ROW_MOMENTS] += rowMoment[row];
      }
    }
  }

  @Override
  public void finishPass(Segment part) {
    if (part.pass() == 0 && isFactored(part.part())) {
      double kept = keptOfMoments(part);
      double[] columnMoment = part.slot(COLUMN_MOMENT);
      for (int column = 0; column < columnMoment.length; column++) {
        double mean = part.totals()[COLUMN_SQUARES + column] / part.updatedRows();
        columnMoment[column] = kept * columnMoment[column] + (1 - kept) * mean;
      }
    }
  }

  private void measureUpdate(Segment segment) {
    double squares = 0;
    int columns = segment.part().columns();
    boolean factored = isFactored(segment.part());
    double meanOfRows = segment.totals()[ROW_MOMENTS] / segment.updatedRows();
    for (int row = 0, at = segment.offset(); at < segment.end(); row++) {
      for (int column = 0; column < columns; column++, at++) {
        double u = direction(segment, factored, at, row, column, meanOfRows);
        squares += u * u;
      }
    }
    segment.sums()[UPDATE_SQUARES] = squares;
  }

  /** u before it is clipped. */
  private static double direction(
      Segment segment, boolean factored, int at, int row, int column, double meanOfRows) {

    double g = segment.gradient()[at] + segment.coupledDecay() * segment.parameters()[at];
    double secondMoment =
        factored
            ? segment.slot(ROW_MOMENT)[row] / meanOfRows * segment.slot(COLUMN_MOMENT)[column]
            : segment.slot(SECOND_MOMENT)[at];
    return g / Math.sqrt(secondMoment);
  }

  private void takeStep(Segment segment) {
    double[] totals = segment.totals();
    double[] parameters = segment.parameters();
    double[] firstMoment = segment.slot(FIRST_MOMENT);
    int columns = segment.part().columns();
    boolean factored = isFactored(segment.part());
    double size = (double) segment.updatedRows() * columns;
    double meanOfRows = totals[ROW_MOMENTS] / segment.updatedRows();
    double clip = Math.max(1, Math.sqrt(totals[UPDATE_SQUARES] / size) / clipThreshold);
    double stepSize = stepSize(segment, Math.sqrt(totals[WEIGHT_SQUARES] / size));
    double kept =
        decay == Decay.LR_SCALED ? 1 - stepSize * segment.weightDecay() : segment.keptByDecay();
    for (int row = 0, at = segment.offset(); at < segment.end(); row++) {
      for (int column = 0; column < columns; column++, at++) {
        double u = stepSize * (direction(segment, factored, at, row, column, meanOfRows) / clip);
        if (beta1 > 0) {
          u = beta1 * firstMoment[at] + (1 - beta1) * u;
          firstMoment[at] = u;
        }
        parameters[at] = parameters[at] * kept - u;
      }
    }
  }

  private double stepSize(Segment segment, double rootMeanSquare) {
    double step = segment.learningRate();
    if (warmupInit) {
      step *= WARMUP_SHARE * segment.step();
    }
    if (relativeStep) {
      step = Math.min(step, 1 / Math.sqrt((double) segment.step()));
    }
    return scaleParameter ? step * Math.max(epsilon2, rootMeanSquare) : step;
  }

  @Override
  public AdaFactor withMomentum(double momentum) {
    if (beta1 == 0) {
      return (AdaFactor) Optimizer.super.withMomentum(momentum);
    }
    return new AdaFactor(
        learningRate,
        relativeStep,
        warmupInit,
        scaleParameter,
        decayRate,
        momentum,
        epsilon1,
        epsilon2,
        clipThreshold,
        smallestFactored,
        weightDecay,
        decay);
  }
}
