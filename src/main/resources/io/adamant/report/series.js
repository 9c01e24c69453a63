// From a run's columns to what a chart draws.

const AXES = {
  step: { label: "step", of: (points, i) => points.step[i] },
  epoch: { label: "epoch", of: (points, i) => points.epoch[i] },
  seconds: { label: "seconds", of: (points, i) => points.seconds[i] },
  rows: { label: "rows", of: (points, i) => points.rows[i] },
};

/** Places on an axis, strictly ascending: two steps may take the same time to the microsecond. */
function places(run, axis, indices) {
  const of = AXES[axis].of;
  const x = indices ? indices.map((i) => of(run.points, i)) : run.points.step.map((_, i) => of(run.points, i));
  return ascending(x);
}

function ascending(x) {
  for (let i = 1; i < x.length; i++) {
    if (!(x[i] > x[i - 1])) x[i] = x[i - 1] + Math.max(Math.abs(x[i - 1]) * 1e-12, 1e-12);
  }
  return x;
}

/**
 * An exponential moving average over steps, free of the bias of its beginning. A point stands for all steps since the
 * point before it, with their mean: so it is that of all steps, not of those that are drawn.
 */
function smoothed(run, values, steps) {
  const at = run.points.step;
  const made = new Array(values.length);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    const keep = Math.exp(-(at[i] - (i ? at[i - 1] : at[i] - 1)) / steps);
    if (values[i] !== null && values[i] !== undefined) {
      sum = keep * sum + (1 - keep) * values[i];
      weight = keep * weight + (1 - keep);
    }
    made[i] = weight > 0 ? sum / weight : null;
  }
  return made;
}

/** Logarithms have no place for zero and below. */
function positive(values) {
  return values.map((value) => (value > 0 ? value : null));
}

/** Curves with x of their own, on one joined x. */
function joined(curves) {
  return curves.length ? uPlot.join(curves.map((curve) => [curve.x, curve.y])) : [[], []];
}

/** The place in a column that has a value and is nearest to x. */
function nearest(xs, ys, from, x) {
  const has = (i) => ys[i] !== null && ys[i] !== undefined;
  let left = from;
  let right = from + 1;
  while (left >= 0 && !has(left)) left--;
  while (right < xs.length && !has(right)) right++;
  if (left < 0) return right < xs.length ? right : null;
  if (right >= xs.length) return left;
  return x - xs[left] <= xs[right] - x ? left : right;
}

/** The q-quantile of a histogram of step sizes, as a power of ten; null where nothing moved. */
function quantile(histogram, perDecade, q) {
  const total = histogram.counts.reduce((a, b) => a + b, 0);
  if (!total) return null;
  let below = 0;
  for (let i = 0; i < histogram.counts.length; i++) {
    if (below + histogram.counts[i] >= q * total && histogram.counts[i] > 0) {
      return (histogram.first + i + (q * total - below) / histogram.counts[i]) / perDecade;
    }
    below += histogram.counts[i];
  }
  return (histogram.first + histogram.counts.length) / perDecade;
}
