package io.adamant.model;

/** The losses of one score that a model can be told by name: those that need no setting. */
public enum LossName {
  LOGISTIC,
  HINGE,
  SQUARED_HINGE,
  SQUARED_CLASSIFIER,
  SQUARED,
  LOG_COSH,
  POISSON,
  GAMMA;

  public ScalarLoss loss() {
    return switch (this) {
      case LOGISTIC -> new LogisticLoss();
      case HINGE -> new HingeLoss();
      case SQUARED_HINGE -> new SquaredHingeLoss();
      case SQUARED_CLASSIFIER -> new SquaredClassifierLoss();
      case SQUARED -> new SquaredLoss();
      case LOG_COSH -> new LogCoshLoss();
      case POISSON -> new PoissonLoss();
      case GAMMA -> new GammaLoss();
    };
  }
}
