package io.adamant.optimizer;

import io.adamant.optimizer.rule.AdaFactor;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.Adadelta;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Adamax;
import io.adamant.optimizer.rule.Amsgrad;
import io.adamant.optimizer.rule.EpsilonForm;
import io.adamant.optimizer.rule.Ftrl;
import io.adamant.optimizer.rule.Lamb;
import io.adamant.optimizer.rule.Lion;
import io.adamant.optimizer.rule.NAdam;
import io.adamant.optimizer.rule.RAdam;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import java.util.stream.Stream;

/** Every optimizer, and its forms, with what the guide says of them. */
final class OptimizerTable {
  private OptimizerTable() {}

  /**
   * A line of the table.
   *
   * @param rosenbrockRate what the rate is multiplied by on Rosenbrock's function
   * @param lazyIsDense whether rows without a gradient stay as they are under dense updates too
   */
  record Entry(String name, Optimizer optimizer, double rosenbrockRate, boolean lazyIsDense) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Entry> entries() {
    return Stream.concat(Stream.concat(descents(), adams()), scaled());
  }

  private static Stream<Entry> descents() {
    Decay l2 = Decay.L2;
    return Stream.of(
        new Entry("sgd", new Sgd(0.05), 0.05, true),
        new Entry("sgd with decay", new Sgd(0.05, 0, 0, false, 1e-6), 0.05, false),
        new Entry("momentum", new Sgd(0.01, 0.9, 0.1, false, 0), 0.05, false),
        new Entry("nesterov", new Sgd(0.01, 0.9, 0, true, 0), 0.05, false),
        new Entry("adagrad", new AdaGrad(0.5), 1, true),
        new Entry(
            "adagrad as keras",
            new AdaGrad(0.5, 1e-4, 0.1, 1e-7, EpsilonForm.INSIDE, 0, l2),
            1,
            true),
        new Entry("rmsprop", new RmsProp(0.05), 0.2, false),
        new Entry(
            "rmsprop with momentum",
            new RmsProp(0.01, 0.9, 1e-8, EpsilonForm.INSIDE, 0.9, false, 0, l2),
            0.2,
            false),
        new Entry(
            "rmsprop centered",
            new RmsProp(0.01, 0.99, 1e-4, EpsilonForm.OUTSIDE, 0.9, true, 0, l2),
            0.2,
            false),
        new Entry("adadelta", new Adadelta(10), 0.3, false),
        new Entry("lion", new Lion(0.01), 0.2, false),
        new Entry("lion with decay", new Lion(0.01, 0.9, 0.99, 1e-5, Decay.LR_SCALED), 0.2, false),
        new Entry("ftrl", new Ftrl(1), 0.5, true),
        new Entry("ftrl as keras", new Ftrl(0.5, 0, 1e-6, 0, 0.1, -0.5, 0, 0), 1, true));
  }

  private static Stream<Entry> adams() {
    return Stream.of(
        new Entry("adam", new Adam(0.05), 0.2, false),
        new Entry("adam with l2", new Adam(0.05, 0.9, 0.999, 1e-8, 1e-6), 0.2, false),
        new Entry("amsgrad", adam(EpsilonForm.OUTSIDE, Amsgrad.RAW, true, true, true), 1, false),
        new Entry(
            "amsgrad as optax",
            adam(EpsilonForm.INSIDE, Amsgrad.CORRECTED, true, true, true),
            3,
            false),
        new Entry(
            "adam as keras", adam(EpsilonForm.HAT, Amsgrad.NONE, true, true, true), 0.2, false),
        new Entry(
            "adam without bias correction",
            adam(EpsilonForm.OUTSIDE, Amsgrad.NONE, false, false, true),
            0.2,
            false),
        new Entry("adam without momentum", new Adam(0.05, 0, 0.999, 1e-8, 0), 0.2, false),
        new Entry(
            "adam without adaptivity",
            adam(EpsilonForm.OUTSIDE, Amsgrad.NONE, true, true, false),
            0.05,
            false),
        new Entry("adamw", new AdamW(0.05, 0.9, 0.999, 1e-8, 1e-6), 0.2, false),
        new Entry("adamax", new Adamax(0.05), 0.5, false),
        new Entry("nadam", new NAdam(0.05), 0.2, false),
        new Entry("radam", new RAdam(0.05), 0.1, false));
  }

  private static Adam adam(
      EpsilonForm form, Amsgrad amsgrad, boolean first, boolean second, boolean adaptive) {
    return new Adam(0.05, 0.9, 0.999, 1e-8, form, 0, Decay.L2, amsgrad, first, second, adaptive);
  }

  private static Stream<Entry> scaled() {
    return Stream.of(
        new Entry("lamb", lamb(0), 0.5, false),
        new Entry("lamb with decay", lamb(1e-6), 0.5, false),
        new Entry(
            "adafactor",
            new AdaFactor(0.03, true, false, true, -0.8, 0, 1e-30, 1e-3, 1, 1, 0, Decay.LR_SCALED),
            0.3,
            false),
        new Entry(
            "adafactor with momentum",
            new AdaFactor(
                0.05, false, false, false, -0.8, 0.9, 1e-30, 1e-3, 1, 1, 0, Decay.LR_SCALED),
            0.2,
            false));
  }

  private static Lamb lamb(double decay) {
    double infinity = Double.POSITIVE_INFINITY;
    return new Lamb(0.02, 0.9, 0.999, 1e-6, decay, Decay.IN_UPDATE, true, true, infinity);
  }
}
