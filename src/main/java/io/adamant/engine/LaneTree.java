package io.adamant.engine;

import java.util.function.BinaryOperator;
import java.util.function.IntFunction;

/**
 * The binary tree over a batch's lanes. Whoever owns an aligned power-of-two range of leaves
 * computes a whole subtree, so tasks, merging stages and the driver each fold a part of the same
 * tree, and how many of them there are changes no bit.
 */
final class LaneTree {
  private LaneTree() {}

  /**
   * Folds the leaves {@code first} to {@code first + count - 1}, depth first, so that few partial
   * results are alive at a time.
   *
   * @param count a power of two
   */
  static <T> T fold(int first, int count, IntFunction<T> leaf, BinaryOperator<T> sum) {
    if (count == 1) {
      return leaf.apply(first);
    }
    int half = count / 2;
    T left = fold(first, half, leaf, sum);
    T right = fold(first + half, half, leaf, sum);
    return sum.apply(left, right);
  }
}
