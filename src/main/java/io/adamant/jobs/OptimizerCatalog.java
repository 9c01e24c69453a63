package io.adamant.jobs;

import io.adamant.optimizer.Optimizer;
import io.adamant.optimizer.rule.AdaFactor;
import io.adamant.optimizer.rule.Adam;
import io.adamant.optimizer.rule.AdamW;
import io.adamant.optimizer.rule.Lamb;
import io.adamant.optimizer.rule.Sgd;
import java.util.List;

/** The optimizers that a job can name, from the plainest to the most particular. */
final class OptimizerCatalog {
  /**
   * An optimizer by its name.
   *
   * @param defaults a record whose components are its settings
   * @param purpose what it is for, in one line
   * @param paper where it is from
   */
  record Entry(Optimizer defaults, String purpose, String paper) {
    String name() {
      return defaults.name();
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
              Adam.DEFAULTS,
              "A step size for each parameter: for sparse features of uneven frequency.",
              "Kingma and Ba 2014, arXiv:1412.6980"),
          new Entry(
              AdamW.DEFAULTS,
              "Adam with weight decay apart from the gradient: the first to try.",
              "Loshchilov and Hutter 2017, arXiv:1711.05101"),
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

  /** The names of those that have a setting. */
  static List<String> namesWith(String key) {
    return ENTRIES.stream().filter(entry -> entry.keys().contains(key)).map(Entry::name).toList();
  }
}
