package io.adamant.optimizer;

import java.util.Map;

/**
 * A contiguous run of whole rows of a part of the parameters, with their gradient and slots, which
 * an update rule goes over in one loop. One object serves many runs: {@link PartUpdate} moves it
 * along.
 *
 * <p>Parameters, gradient and slots of shape ELEMENT stand in arrays of their own at the same
 * places, from {@link #offset} to {@link #end}: a loop with this one index is what the JIT compiler
 * vectorizes, which makes AdamW four times as fast as one that counts the gradient from 0 ({@code
 * AdamWBandwidthBenchmark}). A slot of shape ROW counts the rows of the run from 0; those of shapes
 * COLUMN and PART begin at 0.
 */
public final class Segment {
  final ParameterPart part;
  double[] parameters = new double[0];
  double[] gradient = new double[0];
  final double[][] slots;
  int offset;
  int length;
  int pass;
  double[] sums = new double[0];
  double[] totals = new double[0];
  StepSettings settings;

  Segment(ParameterPart part, int slots, StepSettings settings) {
    this.part = part;
    this.slots = new double[slots][];
    this.settings = settings;
  }

  /** The part of the parameters that the run belongs to. */
  public ParameterPart part() {
    return part;
  }

  /** The array that holds the run's parameters, from {@link #offset} on; a rule writes to it. */
  public double[] parameters() {
    return parameters;
  }

  /** The array that holds the run's gradient, from {@link #offset} on; not to be written to. */
  public double[] gradient() {
    return gradient;
  }

  /** The array of a slot; a rule writes to it. */
  public double[] slot(int slot) {
    return slots[slot];
  }

  public int offset() {
    return offset;
  }

  /** The place after the run's last one. */
  public int end() {
    return offset + length;
  }

  /** The pass over the part, from 0. */
  public int pass() {
    return pass;
  }

  /** Where the rule adds what this pass sums up over the run's rows; zeros when the run begins. */
  public double[] sums() {
    return sums;
  }

  /** What the passes before have summed up over the whole part; zeros in the first pass. */
  public double[] totals() {
    return totals;
  }

  /** Rows of the part that this step updates: all, or those with a gradient where it is lazy. */
  public long updatedRows() {
    return settings.updatedRows();
  }

  /** The number of this step, from 1. */
  public long step() {
    return settings.step();
  }

  /** The learning rate α of this step and parameter group. */
  public double learningRate() {
    return settings.learningRate();
  }

  /** λ of this parameter group, whatever it acts on. */
  public double weightDecay() {
    return settings.weightDecay();
  }

  /** What multiplies θ in the gradient: {@code g ← g + coupledDecay θ}; 0 for none. */
  public double coupledDecay() {
    return settings.coupledDecay();
  }

  /** What decay apart from the gradient leaves of θ before the step: 1 for all. */
  public double keptByDecay() {
    return settings.keptByDecay();
  }

  /** A number that the rule remembers once for all parameters. */
  public double scalar(String name) {
    Map<String, Double> scalars = settings.scalars();
    Double value = scalars.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no scalar %s, only %s".formatted(name, scalars.keySet()));
    }
    return value;
  }
}
