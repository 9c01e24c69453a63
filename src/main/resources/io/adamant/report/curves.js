// What each chart shows of the runs.

const LOSS_KEYS = ["logLoss", "loss"];
const FIGURE_NAMES = { logLoss: "log loss", loss: "loss", accuracy: "accuracy", auc: "AUC", calibration: "calibration", f1: "F1",
  rmse: "RMSE", mae: "MAE", r2: "R²", deviance: "deviance", macroF1: "macro F1", meanPredicted: "mean prediction", meanObserved: "mean label" };

function figureName(key) {
  return FIGURE_NAMES[key] ?? key;
}

/** The lengths that a chart on a logarithmic axis can show. */
function onAxis(view, values) {
  return view.log ? positive(values) : values;
}

function curve(view, run, values, more = {}) {
  return { name: run.name, place: run.place, x: places(run, view.axis, more.indices), y: onAxis(view, values), ...more };
}

/** Values of each step, faint, below their moving average; by themselves where nothing is smoothed. */
function stepCurves(view, values, means) {
  const steps = view.smoothingSteps();
  const raw = view.shownRuns().map((run) => curve(view, run, values(run), { faint: steps > 0 }));
  if (!steps) return raw;
  return [...raw, ...view.shownRuns().map((run) =>
    curve(view, run, smoothed(run, means(run) ?? values(run), steps), { smooth: true }))];
}

function trainingLoss(view) {
  const steps = view.smoothingSteps();
  return {
    note: steps ? `faint: each batch; line: mean of about ${grouped(steps)} steps` : "each batch, before its step",
    log: view.log,
    yRange: view.log ? undefined : usual,
    curves: stepCurves(view, (run) => run.points.loss, (run) => run.points.meanLoss),
  };
}

/** Where a few losses are far above all others, as those of a run that diverges, they do not flatten the rest. */
function usual(u, min, max) {
  const values = u.data.slice(1).flatMap((column) => column.filter((value) => value !== null && value !== undefined)).sort((a, b) => a - b);
  const high = values[Math.floor(0.95 * (values.length - 1))];
  return padded(u, min, max > 2.5 * high && high > 0 ? 1.6 * high : max);
}

/** The figures of validation that any run has, the loss first. */
function figures(view) {
  const found = new Set(view.runs.flatMap((run) => Object.keys(run.validation?.figures ?? {})));
  return [...found].sort((a, b) => LOSS_KEYS.includes(b) - LOSS_KEYS.includes(a));
}

function validation(view) {
  const key = figures(view).includes(view.figure) ? view.figure : figures(view)[0];
  const runs = view.shownRuns().filter((run) => run.validation?.figures[key]);
  return {
    log: view.log,
    empty: "No run was validated. validation.path or validation.fraction = 0.1 gives it rows to validate on.",
    curves: runs.map((run) => curve(view, run, run.validation.figures[key], { indices: run.validation.at })),
  };
}

function learningRate(view) {
  return { note: "after the schedule, before group factors", log: view.log,
    curves: view.shownRuns().map((run) => curve(view, run, run.points.learningRate)) };
}

function gradientNorm(view) {
  const clipping = view.shownRuns().filter((run) => run.points.clipped.some((count) => count > 0));
  return {
    note: clipping.length ? "before clipping; marks at the bottom: clipped steps" : "before clipping; no step was clipped",
    log: view.log,
    curves: stepCurves(view, (run) => run.points.gradientNorm, (run) => run.points.meanGradientNorm),
    draw: clipping.length ? (u) => drawClipped(u, view, clipping) : undefined,
    read: (curves, u) => readCurves(curves, u).map((line) => {
      const run = view.runs.find((other) => other.name === line.name);
      const at = u.cursor.idxs[1 + curves.findIndex((other) => other.name === line.name)];
      const i = places(run, view.axis).indexOf(u.data[0][at]);
      return run.points.clipped[i] > 0 ? { ...line, text: `${number(line.value)}, clipped` } : line;
    }),
  };
}

/** A row of marks for each run that was clipped. */
function drawClipped(u, view, runs) {
  const { ctx } = u;
  const scale = devicePixelRatio;
  const height = 4 * scale;
  ctx.save();
  runs.forEach((run, row) => {
    ctx.fillStyle = runColour(run.place, view.theme);
    const y = u.bbox.top + u.bbox.height - (row + 1) * (height + scale);
    places(run, view.axis).forEach((x, i) => {
      if (run.points.clipped[i] > 0 && x >= u.scales.x.min && x <= u.scales.x.max) {
        ctx.fillRect(u.valToPos(x, "x", true) - scale / 2, y, scale, height);
      }
    });
  });
  ctx.restore();
}

/** Names of the parameters' parts, such as weight and bias. */
function parts(view) {
  return [...new Set(view.runs.flatMap((run) => Object.keys(run.movement?.parts ?? {})))];
}

function partNorm(part, key) {
  return (view) => ({
    log: view.log,
    curves: view.shownRuns().filter((run) => run.movement?.parts[part]).map((run) => {
      const known = run.movement.at.map((_, i) => i).filter((i) => run.movement.parts[part][key][i] !== null);
      return curve(view, run, known.map((i) => run.movement.parts[part][key][i]), { indices: known.map((i) => run.movement.at[i]) });
    }),
  });
}

/** The steps of single parameters, as a histogram over time, with their median. */
function stepSizes(run) {
  return (view) => {
    const { at, stepSizes: histograms } = run.movement;
    const perDecade = view.report.binsPerDecade;
    const [low, high] = sizeRange(view);
    const medians = histograms.map((histogram) => (histogram ? quantile(histogram, perDecade, 0.5) : null));
    const shown = { name: "median", place: run.place, x: places(run, view.axis, at), y: medians, solid: true };
    return {
      yRange: () => [low, high],
      yTicks: (values) => values.map((value) => `10${superscript(value)}`),
      yIncrements: [1, 2, 5],
      curves: [shown],
      draw: (u) => drawHistograms(u, shown.x, histograms, perDecade),
      read: (curves, u) => {
        const i = u.cursor.idxs[1];
        const histogram = i === null || i === undefined ? null : histograms[i];
        if (!histogram || medians[i] === null) return [];
        const size = (q) => number(10 ** quantile(histogram, perDecade, q), 3);
        const moved = histogram.counts.reduce((a, b) => a + b, 0);
        return [["median", 0.5], ["5 % below", 0.05], ["95 % below", 0.95]]
          .map(([name, q]) => ({ name, place: run.place, x: shown.x[i], text: size(q) }))
          .concat([{ name: "moved", place: run.place, x: shown.x[i], text: `${grouped(moved)} of ${grouped(moved + histogram.unmoved)}` }]);
      },
    };
  };
}

/** One range for all runs, in powers of ten, so that they can be compared; without the thinnest tails. */
function sizeRange(view) {
  let low = Infinity;
  let high = -Infinity;
  for (const histogram of view.runs.flatMap((run) => run.movement?.stepSizes ?? [])) {
    if (histogram?.counts.length) {
      low = Math.min(low, quantile(histogram, view.report.binsPerDecade, 0.005));
      high = Math.max(high, quantile(histogram, view.report.binsPerDecade, 1));
    }
  }
  return low < high ? [Math.floor(low), Math.ceil(high)] : [-8, 0];
}

function drawHistograms(u, xs, histograms, perDecade) {
  const { ctx, bbox } = u;
  const shades = styled("--heat");
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  histograms.forEach((histogram, i) => {
    if (!histogram?.counts.length) return;
    const total = histogram.counts.reduce((a, b) => a + b, 0);
    // Each stands for the time around it, up to the middle between it and its neighbours.
    const gap = xs.length > 1 ? (i > 0 ? xs[i] - xs[i - 1] : xs[1] - xs[0]) : u.scales.x.max - u.scales.x.min;
    const before = xs[i] - gap / 2;
    const behind = xs[i] + (i < xs.length - 1 ? xs[i + 1] - xs[i] : gap) / 2;
    const left = Math.round(u.valToPos(before, "x", true));
    const width = Math.round(u.valToPos(behind, "x", true)) - left;
    histogram.counts.forEach((count, bin) => {
      if (!count) return;
      const top = u.valToPos((histogram.first + bin + 1) / perDecade, "y", true);
      const bottom = u.valToPos((histogram.first + bin) / perDecade, "y", true);
      ctx.fillStyle = `rgba(${shades}, ${(0.06 + 0.86 * Math.sqrt(count / total)).toFixed(3)})`;
      ctx.fillRect(left, Math.round(top), width, Math.round(bottom) - Math.round(top));
    });
  });
  ctx.restore();
}

function calibration(view) {
  const runs = view.shownRuns().filter((run) => run.calibration);
  return {
    own: true, note: "tenths of the validation rows by probability", xLabel: "mean prediction", yLabel: "rate of positives",
    xRange: () => [0, 1], yRange: () => [0, 1],
    curves: [diagonal(), ...runs.map((run) => ({ name: run.name, place: run.place, x: ascending([...run.calibration.predicted]), y: run.calibration.observed }))],
  };
}

function roc(view) {
  const runs = view.shownRuns().filter((run) => run.roc);
  return {
    own: true, note: "last validation", xLabel: "rate of false positives", yLabel: "rate of true positives",
    xRange: () => [0, 1], yRange: () => [0, 1],
    curves: [diagonal(), ...runs.map((run) => ({ name: run.name, place: run.place, x: ascending([...run.roc.falsePositive]), y: run.roc.truePositive }))],
  };
}

/** What chance, and what perfect calibration, would draw. */
function diagonal() {
  return { name: "", place: 0, mute: true, colour: "#8a939c", width: 1, x: [0, 1], y: [0, 1], solid: true };
}

const PHASES = ["gather", "broadcast", "job", "update"];

/** The phases of a step, one upon the other. */
function phases(run) {
  return (view) => {
    const colours = PHASE_COLOURS[view.theme];
    const steps = view.smoothingSteps();
    const sums = run.points.step.map(() => 0);
    const stacked = PHASES.map((phase) =>
      (steps ? smoothed(run, run.points[phase], steps) : run.points[phase]).map((value, i) => (sums[i] += value ?? 0)));
    // The largest sum first: those in front of it leave its top to be seen.
    const curves = PHASES.map((phase, i) => ({ name: phase, place: i, x: places(run, view.axis), y: stacked[i],
      colour: colours[phase], fill: colours[phase], width: 0, solid: true, faint: false, mute: true })).reverse();
    return {
      note: steps ? "milliseconds of a step, smoothed" : "milliseconds of a step", curves,
      yRange: (u, min, max) => [0, capped(stacked[PHASES.length - 1]) ?? max],
      read: (shown, u) => {
        const i = u.cursor.idx;
        const lines = PHASES.map((phase) => ({ name: phase, place: 0, colour: colours[phase], x: u.data[0][i], value: run.points[phase][i], unit: " ms" }));
        const total = PHASES.reduce((sum, phase) => sum + (run.points[phase][i] ?? 0), 0);
        return [{ name: "total", colour: "transparent", x: u.data[0][i], value: Number(total.toFixed(3)), unit: " ms" }, ...lines.reverse()];
      },
    };
  };
}

/** Steps that took far longer than most, such as the first, do not flatten the rest. */
function capped(totals) {
  const sorted = [...totals].sort((a, b) => a - b);
  const usual = sorted[Math.floor(0.9 * (sorted.length - 1))];
  const largest = sorted[sorted.length - 1];
  return largest > 2 * usual ? usual * 1.6 : largest * 1.05;
}
