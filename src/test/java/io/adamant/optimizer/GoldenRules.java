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

/**
 * The update rule of a recorded run, with learning rate 1. Settings that the run's file does not
 * name have the defaults of the library that it comes from.
 */
final class GoldenRules {
  /** From here on NAdam's momentum has no schedule, as in optax. */
  private static final double NO_MOMENTUM_SCHEDULE = 1e6;

  private final GoldenCase golden;
  private final GoldenConfig config;
  private final boolean keras;
  private final boolean optax;

  GoldenRules(GoldenCase golden, GoldenConfig config) {
    this.golden = golden;
    this.config = config;
    keras = golden.kind().equals("keras");
    optax = golden.kind().equals("optax");
  }

  Optimizer optimizer() {
    return switch (golden.rule()) {
      case "sgd" -> sgd();
      case "adagrad" -> adaGrad();
      case "rmsprop" -> rmsProp();
      case "adadelta" -> adadelta();
      case "adam", "amsgrad", "sparseadam" -> adam();
      case "adamw" -> adamW();
      case "adamax" -> adamax();
      case "nadam" -> nAdam();
      case "radam" -> rAdam();
      case "lion" -> lion();
      case "ftrl" -> ftrl();
      case "lamb" -> lamb();
      case "adafactor" -> adaFactor();
      default -> throw new GoldenRecipe.NotOfferedException("Adamant does not offer " + name());
    };
  }

  private String name() {
    return golden.rule().isEmpty() ? golden.name() : golden.rule();
  }

  private double epsilon(double otherwise) {
    return config.number(keras ? 1e-7 : otherwise, "eps");
  }

  private double decay(double otherwise) {
    return config.number(otherwise, "weight_decay", "wd");
  }

  private Sgd sgd() {
    boolean nesterov = config.flag("nesterov", golden.isNamed("nesterov"));
    double momentum = config.number(0, "momentum");
    return new Sgd(1, momentum, config.number(0, "dampening"), nesterov, decay(0));
  }

  private AdaGrad adaGrad() {
    boolean inside = keras || optax || config.flag("eps_in", false);
    return new AdaGrad(
        1,
        config.number(0, "lr_decay"),
        config.number(keras || optax ? 0.1 : 0, "init", "initial_accumulator_value"),
        epsilon(optax ? 1e-7 : 1e-10),
        inside ? EpsilonForm.INSIDE : EpsilonForm.OUTSIDE,
        decay(0),
        Decay.L2);
  }

  private RmsProp rmsProp() {
    boolean inside = keras || (optax && !golden.isNamed("outside")) || config.flag("eps_in", false);
    return new RmsProp(
        1,
        config.number(keras || optax ? 0.9 : 0.99, "alpha", "decay", "rho"),
        epsilon(1e-8),
        inside ? EpsilonForm.INSIDE : EpsilonForm.OUTSIDE,
        config.number(0, "momentum"),
        config.flag("centered", golden.isNamed("centered")),
        decay(0),
        Decay.L2);
  }

  /** Keras's files have ε = 1e-6 too: they agree with PyTorch's to some ulps. */
  private Adadelta adadelta() {
    double rho = config.number(keras ? 0.95 : 0.9, "rho");
    return new Adadelta(1, rho, config.number(1e-6, "eps"), decay(0), Decay.L2);
  }

  private Adam adam() {
    String bias = config.text("bias", "both");
    boolean l2 = golden.kind().equals("torch") || config.has("l2");
    boolean paper = config.text("wd_mode", "torch").equals("paper");
    return new Adam(
        1,
        config.beta(0, 0.9),
        config.beta(1, 0.999),
        adamEpsilon(),
        adamEpsilonForm(),
        config.number(0, "weight_decay", "wd", "l2"),
        l2 ? Decay.L2 : paper ? Decay.SPARK_FM : Decay.LR_SCALED,
        amsgrad(),
        bias.equals("both") || bias.equals("m"),
        bias.equals("both") || bias.equals("v"),
        true);
  }

  private AdamW adamW() {
    boolean paper = config.text("wd_mode", "torch").equals("paper");
    return new AdamW(
        1,
        config.beta(0, 0.9),
        config.beta(1, 0.999),
        adamEpsilon(),
        adamEpsilonForm(),
        decay(keras ? 0.004 : optax ? 1e-4 : 0.01),
        paper ? Decay.SPARK_FM : Decay.LR_SCALED,
        amsgrad(),
        true,
        true,
        true);
  }

  private double adamEpsilon() {
    double inside = config.number(0, "eps_root");
    double outside = epsilon(1e-8);
    if (inside > 0 && outside > 0) {
      throw new GoldenRecipe.NotOfferedException("ε both inside and outside of the root");
    }
    return inside > 0 ? inside : outside;
  }

  private EpsilonForm adamEpsilonForm() {
    String form = config.text("form", golden.rule().equals("sparseadam") ? "epshat" : "alg1");
    boolean inside = form.equals("epsin") || config.number(0, "eps_root") > 0;
    boolean hat = form.equals("epshat") || keras;
    return inside ? EpsilonForm.INSIDE : hat ? EpsilonForm.HAT : EpsilonForm.OUTSIDE;
  }

  private Amsgrad amsgrad() {
    String unsaid = golden.rule().equals("amsgrad") ? (optax ? "hat" : "raw") : "false";
    return switch (config.text("amsgrad", unsaid)) {
      case "true", "raw" -> Amsgrad.RAW;
      case "hat" -> Amsgrad.CORRECTED;
      default -> Amsgrad.NONE;
    };
  }

  private Adamax adamax() {
    EpsilonForm form = keras ? EpsilonForm.OUTSIDE : EpsilonForm.INSIDE;
    return new Adamax(
        1, config.beta(0, 0.9), config.beta(1, 0.999), epsilon(1e-8), form, decay(0), Decay.L2);
  }

  private NAdam nAdam() {
    boolean constant = optax || golden.source().contains("optax");
    return new NAdam(
        1,
        config.beta(0, 0.9),
        config.beta(1, 0.999),
        epsilon(1e-8),
        EpsilonForm.OUTSIDE,
        config.number(keras ? 1 : constant ? NO_MOMENTUM_SCHEDULE : 4e-3, "momentum_decay"),
        decay(0),
        Decay.L2);
  }

  private RAdam rAdam() {
    boolean outside = config.text("eps_mode", optax ? "hat" : "raw").equals("hat");
    EpsilonForm form = outside ? EpsilonForm.OUTSIDE : EpsilonForm.HAT;
    return new RAdam(
        1, config.beta(0, 0.9), config.beta(1, 0.999), epsilon(1e-8), form, decay(0), Decay.L2);
  }

  private Lion lion() {
    double decay = decay(optax ? 1e-3 : 0);
    return new Lion(1, config.beta(0, 0.9), config.beta(1, 0.99), decay, Decay.LR_SCALED);
  }

  /** Keras's L2 counts twice. */
  private Ftrl ftrl() {
    boolean kerasForm = keras || config.flag("keras", false);
    return new Ftrl(
        1,
        config.number(0, "beta"),
        config.number(0, "l1"),
        (kerasForm ? 2 : 1) * config.number(0, "l2"),
        config.number(keras ? 0.1 : 0, "init"),
        config.number(-0.5, "power"),
        config.number(0, "shrink"),
        0);
  }

  private Lamb lamb() {
    boolean apart = keras || config.flag("keras", false);
    boolean apex = config.flag("apex", false);
    return new Lamb(
        1,
        config.beta(0, 0.9),
        config.beta(1, 0.999),
        epsilon(1e-6),
        decay(0),
        apart ? Decay.LR_SCALED : Decay.IN_UPDATE,
        config.flag("debias", true),
        !apex || config.flag("nvlamb", false),
        config.number(Double.POSITIVE_INFINITY, "wmax"));
  }

  private AdaFactor adaFactor() {
    boolean kerasForm = keras || config.text("variant", "").equals("keras");
    return new AdaFactor(
        1,
        kerasForm || config.flag("relative_step", false),
        config.flag("warmup_init", false),
        kerasForm || optax || config.flag("scale_parameter", false),
        config.number(-0.8, "decay"),
        config.beta(0, 0),
        config.number(1e-30, "eps1"),
        config.number(1e-3, "eps2"),
        config.number(1, "clip"),
        (int) config.number(1, "min_dim"),
        decay(0),
        Decay.LR_SCALED);
  }
}
