// One chart: uPlot with this page's axes, shared zoom, values on hover, and the keyboard.

const HEIGHT = 236;
const AXIS_WIDTH = 62;
const RAW_ALPHA = "55";

class Chart {
  /**
   * @param view what all charts share: zoom, theme, tip
   * @param title of the chart, a string
   * @param about makes, of the view, the description { note, curves, own, xLabel, yLabel, log, xRange, yRange, xTicks, yTicks,
   *     draw, read, empty }; a curve is { name, place, x, y } with optional width, faint, fill, points
   */
  constructor(view, title, about, control) {
    this.view = view;
    this.about = about;
    this.note = element("small");
    this.plot = element("div", { class: "plot", tabindex: "0", role: "img" });
    this.root = element("figure", { class: "chart", "data-chart": title },
      element("h3", {}, title, this.note, control), this.plot);
    this.title = title;
    this.plot.addEventListener("keydown", (event) => this.key(event));
    this.plot.addEventListener("pointerenter", () => (view.pointed = this));
    this.plot.addEventListener("pointerleave", () => this.leave());
    this.plot.addEventListener("focus", () => (view.pointed = this));
    this.plot.addEventListener("blur", () => this.leave());
  }

  leave() {
    if (this.view.pointed === this) this.view.pointed = null;
    this.view.tip.hide();
    if (this.uplot) this.uplot.setCursor({ left: -10, top: -10 }, false);
  }

  /** Draws what the view shows now; the curves alone where nothing else has changed. */
  draw() {
    const shown = this.about(this.view);
    const axis = shown.xLabel ?? AXES[this.view.axis].label;
    this.shown = shown;
    this.note.textContent = shown.note ?? "";
    this.plot.setAttribute("aria-label", this.spokenSummary(shown, axis));
    const look = JSON.stringify([this.view.theme, this.view.paper, axis, shown.log, shown.empty, this.plot.clientWidth,
      shown.curves.map((curve) => [curve.name, curve.place, curve.faint, curve.fill, curve.width])]);
    const data = joined(shown.curves);
    if (this.uplot && look === this.look) {
      this.uplot.setData(data, true);
      return;
    }
    this.uplot?.destroy();
    this.uplot = null;
    this.look = look;
    this.plot.replaceChildren();
    const isEmpty = shown.curves.every((curve) => curve.y.every((value) => value === null));
    if (isEmpty && !shown.draw) {
      this.plot.append(element("p", { class: "none" }, shown.empty ?? "Nothing to show."));
      return;
    }
    this.uplot = new uPlot(this.options(shown, axis), data, this.plot);
  }

  resize() {
    if (this.uplot && this.plot.clientWidth !== this.uplot.width) {
      this.uplot.setSize({ width: this.plot.clientWidth, height: HEIGHT });
    }
  }

  options(shown, axisLabel) {
    const { view } = this;
    const ink = styled("--soft");
    const axis = { stroke: ink, font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif",
      ticks: { stroke: styled("--line"), width: 1, size: 4 }, grid: { stroke: styled("--faint"), width: 1 } };
    const logTicks = (u, splits) => splits.map((value) =>
      value === null || !isRound(value, u.scales.y) ? null : number(value, 3));
    return {
      width: this.plot.clientWidth, height: HEIGHT, padding: [10, 24, 0, 0], legend: { show: false },
      scales: {
        x: { time: false, range: shown.xRange ?? ((u, min, max) => view.range(min, max)) },
        y: shown.log ? { distr: 3, range: (u, min, max) => (min > 0 ? [min / 1.08, max * 1.08] : [0.1, 1]) } : { range: shown.yRange ?? padded },
      },
      axes: [
        { ...axis, label: axisLabel, labelSize: 20, labelGap: 0, size: 30, gap: 4, grid: { ...axis.grid, show: Boolean(shown.own) },
          values: (u, splits) => (shown.xTicks ?? ticks)(splits) },
        { ...axis, size: AXIS_WIDTH, ...(shown.yIncrements ? { incrs: shown.yIncrements } : {}), gap: 5, label: shown.yLabel, labelSize: 18, labelGap: 0,
          ...(shown.log && !shown.yTicks ? { values: logTicks } : { values: (u, splits) => (shown.yTicks ?? ticks)(splits) }) },
      ],
      series: [{}, ...shown.curves.map((curve) => this.series(curve))],
      cursor: {
        y: false,
        drag: shown.own ? { x: false, y: false } : { x: true, y: false, setScale: false },
        points: { size: 7, width: 1.5, show: (u, i) => (shown.curves[i - 1].mute ? false : undefined) },
        dataIdx: (u, i, closest, x) => nearest(u.data[0], u.data[i], closest, x),
        sync: shown.own ? undefined : { key: "steps", setSeries: false, scales: ["x", null],
          filters: { pub: (type) => type === "mousemove" || type === "mouseleave" } },
        bind: { dblclick: (u) => () => !shown.own && view.zoom(null) },
      },
      hooks: {
        setCursor: [(u) => this.tell(u)],
        setSelect: [(u) => {
          const { left, width } = u.select;
          if (width > 4 && !shown.own) view.zoom([u.posToVal(left, "x"), u.posToVal(left + width, "x")]);
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }],
        // What belongs behind the curves comes before them.
        drawAxes: [(u) => this.shown.draw?.(u)],
      },
    };
  }

  series(curve) {
    const colour = curve.colour ?? runColour(curve.place, this.view.theme);
    return {
      stroke: curve.faint ? colour + RAW_ALPHA : colour,
      width: curve.width ?? (curve.faint ? 1 : 1.8),
      dash: curve.faint || curve.solid ? undefined : runDash(curve.place),
      fill: curve.fill,
      points: { show: !curve.faint && !curve.mute && curve.x.length <= 30, size: 5, fill: colour, stroke: colour },
    };
  }

  /** Shows the values at the cursor where this chart is the one that is looked at. */
  tell(u) {
    if (this.view.pointed !== this || u.cursor.left < 0 || u.cursor.idx === null || u.cursor.idx === undefined) return;
    const read = this.shown.read ?? readCurves;
    const lines = read(this.shown.curves, u);
    if (lines.length) this.view.tip.show(u, lines);
  }

  key(event) {
    const u = this.uplot;
    if (!u) return;
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
    if (event.key in steps) this.move(u, steps[event.key] * (event.shiftKey ? 10 : 1));
    else if (event.key === "Escape" || event.key === "0") this.view.zoom(null);
    else if ("+=-".includes(event.key) && !this.shown.own) this.zoomBy(u, event.key === "-" ? 2 : 0.5);
    else return;
    event.preventDefault();
  }

  /** Moves the cursor by points. */
  move(u, by) {
    this.view.pointed = this;
    const xs = u.data[0];
    const { min, max } = u.scales.x;
    let first = 0;
    let last = xs.length - 1;
    while (first < last && xs[first] < min) first++;
    while (last > first && xs[last] > max) last--;
    const from = u.cursor.left >= 0 && u.cursor.idx !== null ? u.cursor.idx : by > 0 ? first - 1 : last + 1;
    const to = Math.max(first, Math.min(last, from + by));
    u.setCursor({ left: u.valToPos(xs[to], "x"), top: u.over.clientHeight / 3 });
  }

  zoomBy(u, factor) {
    const { min, max } = u.scales.x;
    const middle = u.cursor.left >= 0 ? u.posToVal(u.cursor.left, "x") : (min + max) / 2;
    this.view.zoom([middle - (middle - min) * factor, middle + (max - middle) * factor]);
  }

  spokenSummary(shown, axis) {
    const named = [...new Set(shown.curves.filter((curve) => !curve.faint).map((curve) => curve.name))];
    const last = shown.curves.filter((curve) => !curve.faint && curve.name).slice(0, 8).map((curve) =>
      `${curve.name} ends at ${number(curve.y.findLast((value) => value !== null) ?? null, 4)}`);
    return `${this.title} against ${axis}. ${named.length ? last.join(", ") : shown.empty ?? ""}`;
  }
}

/** Room above and below; from zero where the values begin near it. */
function padded(u, min, max) {
  if (min === null || max === null) return [0, 1];
  if (min === max) return min === 0 ? [0, 1] : [min - Math.abs(min) * 0.1, max + Math.abs(max) * 0.1];
  const room = (max - min) * 0.05;
  return [min >= 0 && min < 0.25 * max ? 0 : min - room, max + room];
}

/** Which ticks of a logarithmic axis have room for a label. */
function isRound(value, scale) {
  const first = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  const decades = Math.log10(scale.max / scale.min);
  return first === 1 || (decades < 1.2 ? true : decades < 2.5 ? first === 2 || first === 5 : false);
}

/** The values of curves at the cursor. */
function readCurves(curves, u) {
  const lines = new Map();
  curves.forEach((curve, i) => {
    const at = u.cursor.idxs[i + 1];
    if (at === null || at === undefined || curve.mute) return;
    const line = lines.get(curve.name) ?? { name: curve.name, place: curve.place };
    const key = curve.smooth ? "smooth" : "value";
    line[key] = u.data[i + 1][at];
    line.x = u.data[0][at];
    lines.set(curve.name, line);
  });
  return [...lines.values()];
}
