package io.adamant.optimizer;

/**
 * Something that a rule remembers of a part of the parameters.
 *
 * @param shape how many values it has
 * @param initial each value before the first step
 */
public record Slot(String name, Shape shape, double initial) {
  /** The size of a slot, for a part of some rows and columns. */
  public enum Shape {
    /** A value for each parameter. */
    ELEMENT,
    /** A value for each row. */
    ROW,
    /** A value for each column. */
    COLUMN,
    /** One value. */
    PART,
    /** No value: the rule keeps this slot for other parts. */
    NONE
  }

  /** A value for each parameter, zero at first. */
  public Slot(String name) {
    this(name, Shape.ELEMENT, 0.0);
  }

  /** Whether it has values for each row. */
  boolean isByRow() {
    return shape == Shape.ELEMENT || shape == Shape.ROW;
  }

  /** Number of rows of the slot of a part. */
  long rows(ParameterPart part) {
    return switch (shape) {
      case ELEMENT, ROW -> part.rows();
      case COLUMN, PART -> 1;
      case NONE -> 0;
    };
  }

  /** Number of columns of the slot of a part. */
  int columns(ParameterPart part) {
    return switch (shape) {
      case ELEMENT, COLUMN -> part.columns();
      case ROW, PART, NONE -> 1;
    };
  }
}
