package io.adamant.benchmark;

/** Something of Adamant that is held to a bar, measured beside what it is compared with. */
public interface Comparison {
  /** As the command line calls it. */
  String name();

  /** What is divided by what, in a line. */
  String what();

  Bar bar();

  /** Bytes of the driver's heap that it needs, about; beside those of {@link Sizes#heapBytes}. */
  default long heapBytes(Sizes sizes) {
    return 0;
  }

  /** Measures both sides. */
  Result run(Workbench bench);
}
