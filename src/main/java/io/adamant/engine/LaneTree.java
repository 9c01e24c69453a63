package io.adamant.engine;

import java.util.function.BinaryOperator;

/**
 * The binary tree over a batch's lanes. Whoever owns an aligned power-of-two range of leaves
 * computes a whole subtree, so tasks, merging stages and the driver each fold a part of the same
 * tree, and how many of them there are changes no bit.
 */
final class LaneTree {
  private LaneTree() {}

  /** Folds the leaves, whose number is a power of two. */
  static <T> T fold(T[] leaves, BinaryOperator<T> sum) {
    return fold(leaves, 0, leaves.length, sum);
  }

  private static <T> T fold(T[] leaves, int first, int count, BinaryOperator<T> sum) {
    if (count == 1) {
      return leaves[first];
    }
    int half = count / 2;
    T left = fold(leaves, first, half, sum);
    T right = fold(leaves, first + half, half, sum);
    return sum.apply(left, right);
  }
}
