package io.adamant.optimizer;

/**
 * What a step without a gradient adds to a parameter whose rule divides a moment m by the root s of
 * another one: {@code factor · m / (root · s + ε)}, after which the moments have fallen.
 *
 * @param factor of m: minus the learning rate, with what the rule corrects of m; at most 0
 * @param root of s: what the rule corrects of it; above 0
 * @param epsilon ε, at least 0
 * @param keptOfMoment what m has fallen to in this step, before it is divided; in [0, 1]
 * @param keptOfRoot what s has fallen to; in (0, 1]
 */
public record IdleMove(
    double factor, double root, double epsilon, double keptOfMoment, double keptOfRoot) {}
