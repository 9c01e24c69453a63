package io.adamant.optimizer;

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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;

/** The records of all update rules. */
final class RuleRecords {
  private RuleRecords() {}

  /** With their defaults. */
  static final List<Record> RULES =
      List.of(
          Sgd.DEFAULTS,
          AdaGrad.DEFAULTS,
          RmsProp.DEFAULTS,
          Adadelta.DEFAULTS,
          Adam.DEFAULTS,
          AdamW.DEFAULTS,
          Adamax.DEFAULTS,
          NAdam.DEFAULTS,
          RAdam.DEFAULTS,
          Lion.DEFAULTS,
          Ftrl.DEFAULTS,
          Lamb.DEFAULTS,
          AdaFactor.DEFAULTS);

  /** A copy of a rule with one component changed. */
  static Record with(Record rule, String name, Object value) throws Throwable {
    RecordComponent[] components = rule.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] =
          components[i].getName().equals(name) ? value : components[i].getAccessor().invoke(rule);
    }
    try {
      return rule.getClass().getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
