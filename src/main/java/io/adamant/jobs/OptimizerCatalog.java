package io.adamant.jobs;

import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.rule.AdaFactor;
import io.adamant.optimizer.rule.AdaGrad;
import io.adamant.optimizer.rule.Adadelta;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Adamax;
import io.adamant.optimizer.rule.Ftrl;
import io.adamant.optimizer.rule.Lamb;
import io.adamant.optimizer.rule.Lion;
import io.adamant.optimizer.rule.NAdam;
import io.adamant.optimizer.rule.RAdam;
import io.adamant.optimizer.rule.RmsProp;
import io.adamant.optimizer.rule.Sgd;
import java.util.List;

/** The optimizers that a job can name, from the plainest to the most particular. */
final class OptimizerCatalog {
  /**
   * An optimizer by its usual name.
   *
   * @param defaults a record whose components are its settings
   * @param purpose what it is for, in one line
   * @param paper where it is from
   */
  record Entry(String name, Optimizer defaults, String purpose, String paper) {
    Entry(Optimizer defaults, String purpose, String paper) {
      this(defaults.name(), defaults, purpose, paper);
    }

    List<String> keys() {
      return RecordSettings.keys(defaults);
    }
  }

  static final List<Entry> ENTRIES =
      List.of(
          new Entry(
              Sgd.DEFAULTS,
              "Gradient descent, with or without momentum: the least state, the most tuning.",
              "Robbins and Monro 1951; momentum: Sutskever et al. 2013, ICML"),
          new Entry(
              AdaGrad.DEFAULTS,
              "Steps that shrink with what a parameter has seen: for sparse features.",
              "Duchi, Hazan and Singer 2011, JMLR 12"),
          new Entry(
              RmsProp.DEFAULTS,
              "Steps by a moving average of squared gradients: AdaGrad that forgets.",
              "Tieleman and Hinton 2012, Coursera lecture 6.5; centered: Graves 2013, arXiv:1308.0850"),
          new Entry(
              Adadelta.DEFAULTS,
              "Steps in the units of the parameters: no learning rate to tune.",
              "Zeiler 2012, arXiv:1212.5701"),
          new Entry(
              Adam.DEFAULTS,
              "A step size for each parameter: for sparse features of uneven frequency.",
              "Kingma and Ba 2014, arXiv:1412.6980"),
          new Entry(
              "amsgrad",
              Adam.AMSGRAD,
              "Adam whose divisor never falls: where rare large gradients are forgotten too soon.",
              "Reddi, Kale and Kumar 2018, arXiv:1904.09237"),
          new Entry(
              AdamW.DEFAULTS,
              "Adam with weight decay apart from the gradient: the first to try.",
              "Loshchilov and Hutter 2017, arXiv:1711.05101"),
          new Entry(
              Adamax.DEFAULTS,
              "Adam by the largest gradient in place of the second moment.",
              "Kingma and Ba 2014, arXiv:1412.6980, section 7.1"),
          new Entry(NAdam.DEFAULTS, "Adam with Nesterov's momentum.", "Dozat 2016, ICLR workshop"),
          new Entry(
              RAdam.DEFAULTS,
              "Adam whose first steps wait for a second moment to trust: warmup by itself.",
              "Liu et al. 2019, arXiv:1908.03265"),
          new Entry(
              Lion.DEFAULTS,
              "Steps by the sign of the momentum: half of Adam's state; rates a tenth of its.",
              "Chen et al. 2023, arXiv:2302.06675"),
          new Entry(
              Ftrl.DEFAULTS,
              "AdaGrad whose L1 makes exact zeros: for sparse models of clicks.",
              "McMahan et al. 2013, KDD, \"Ad click prediction: a view from the trenches\""),
          new Entry(
              Lamb.DEFAULTS,
              "Adam with steps as long as the parameters, part by part: for very large batches.",
              "You et al. 2019, arXiv:1904.00962"),
          new Entry(
              AdaFactor.DEFAULTS,
              "Second moments by row and column: for large matrices in little memory.",
              "Shazeer and Stern 2018, arXiv:1804.04235"));

  private OptimizerCatalog() {}

  static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /** The settings that the optimizer of a name has by itself. */
  static Optimizer defaults(String name) {
    return ENTRIES.get(names().indexOf(name)).defaults();
  }

  /** The names of those that have a setting. */
  static List<String> namesWith(String key) {
    return ENTRIES.stream().filter(entry -> entry.keys().contains(key)).map(Entry::name).toList();
  }
}
