package io.adamant.data;

import java.io.Serializable;

/** Rows by number, each a pure function of the generator's settings and its number. */
public interface RowGenerator extends Serializable {
  /** What messages call the generator. */
  String name();

  /** Something that draws, with working space of its own: for one thread. */
  Drawing drawing();

  /** Draws rows, whatever was drawn before. */
  @FunctionalInterface
  interface Drawing {
    /** Draws row {@code number}, from 0, into {@code row}, with indices from 0. */
    void draw(long number, ExampleRow row) throws RowFormatException;
  }
}
