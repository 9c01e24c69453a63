// The page: what is shown, in which order, and what its controls change.

const DEFAULT_SMOOTHING = 22;
const FEWEST_POINTS_TO_SMOOTH = 60;

class View {
  constructor(report) {
    this.axis = "step";
    this.log = false;
    this.zoomed = null;
    this.figure = null;
    this.hidden = new Set();
    this.open = new Set();
    this.pointed = null;
    this.paper = false;
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.chosenTheme = "auto";
    this.charts = new Map();
    this.tip = new Tip(this);
    this.take(report);
    this.smoothing = this.longest((run) => run.points.step.length) < FEWEST_POINTS_TO_SMOOTH ? 0 : DEFAULT_SMOOTHING;
  }

  take(report) {
    this.report = report;
    this.runs = report.runs.map((run, place) => ({ ...run, place }));
  }

  longest(length) {
    return Math.max(0, ...this.runs.map(length));
  }

  get theme() {
    if (this.paper) return "light";
    return this.chosenTheme === "auto" ? (this.dark.matches ? "dark" : "light") : this.chosenTheme;
  }

  shownRuns() {
    return this.runs.filter((run) => !this.hidden.has(run.name));
  }

  /** Steps over which losses are averaged; 0 for none. */
  smoothingSteps() {
    const steps = this.longest((run) => run.points.step.at(-1) ?? 0);
    return this.smoothing === 0 ? 0 : Math.max(2, Math.round(steps * 0.2 * (this.smoothing / 100) ** 2));
  }

  /** What all charts over time have from left to right. */
  range(min, max) {
    if (this.zoomed) return this.zoomed;
    const ends = this.shownRuns().filter((run) => run.points.step.length).map((run) => {
      const of = AXES[this.axis].of;
      return [of(run.points, 0), of(run.points, run.points.step.length - 1)];
    });
    if (!ends.length) return min === null || min === undefined ? [0, 1] : [min, max];
    const from = Math.min(...ends.map(([first]) => first));
    const to = Math.max(...ends.map(([, last]) => last));
    return from < to ? [from, to] : [from - 0.5, to + 0.5];
  }

  zoom(range) {
    this.zoomed = range;
    this.draw();
  }
}

const SECTIONS = [
  { title: "Loss", grid: "grid two", charts: () => [["Training loss", trainingLoss], ["Validation", validation]] },
  { title: "Learning rate and gradient", grid: "grid two", charts: () => [["Learning rate", learningRate], ["Gradient norm", gradientNorm]] },
  { title: "Parameters and their steps", about: "Euclidean norms of each part of the parameters, and of what a step added to it.", grid: "grid two",
    charts: (view) => parts(view).flatMap((part) => [[`Norm of ${part}`, partNorm(part, "norm")], [`Norm of a step of ${part}`, partNorm(part, "updateNorm")]]) },
  { title: "Steps of single parameters", about: "How far a step moved each parameter that its batch touched. Darker: more of those that moved; line: their median.", grid: "grid",
    charts: (view) => view.shownRuns().filter((run) => run.movement?.stepSizes.some(Boolean)).map((run) => [run.name, stepSizes(run)]) },
  { title: "Calibration and ROC", about: "On the validation rows, at the end of the run.", grid: "grid two",
    charts: (view) => (view.runs.some((run) => run.roc || run.calibration)
      ? [...(view.runs.some((run) => run.calibration) ? [["Calibration", calibration]] : []), ["ROC", roc]] : []) },
  { title: "Time of a step", about: "On the driver: copying the working set, handing it to the tasks, waiting for their gradients, the optimizer’s step.", grid: "grid",
    keys: true, charts: (view) => view.shownRuns().filter((run) => run.points.step.length).map((run) => [run.name, phases(run)]) },
];
const TABLES = [
  { title: "Runs", content: results, first: true },
  { title: "Settings", content: configuration },
  { title: "Data and machine", content: facts },
];

View.prototype.build = function () {
  const panels = document.getElementById("panels");
  const section = ({ title, about, grid, keys }) => {
    const body = element("div", { class: grid });
    const id = title.toLowerCase().replaceAll(" ", "-");
    const root = element("section", { "aria-labelledby": id }, element("h2", { id }, title),
      about ? element("p", { class: "about" }, about) : null, keys ? element("ul", { class: "keys" }) : null, body);
    return { root, body, keys: root.querySelector(".keys") };
  };
  this.sections = SECTIONS.map((described) => ({ ...described, ...section(described), name: described.title }));
  this.tables = TABLES.map((described) => ({ ...described, ...section(described) }));
  panels.append(...this.tables.filter((each) => each.first).map((each) => each.root), ...this.sections.map((each) => each.root),
    ...this.tables.filter((each) => !each.first).map((each) => each.root));
  this.figureChoice = element("select", { "aria-label": "figure of validation", onchange: (event) => {
    this.figure = event.target.value;
    this.draw();
  } });
};

View.prototype.draw = function () {
  document.documentElement.dataset.theme = this.theme;
  document.getElementById("reset").disabled = !this.zoomed;
  this.drawControls();
  for (const { root, body, content } of this.tables) {
    body.replaceChildren(content(this));
    root.hidden = false;
  }
  for (const section of this.sections) {
    const described = section.charts(this);
    section.root.hidden = described.length === 0;
    const charts = described.map(([title, about]) => {
      const key = `${section.name}/${title}`;
      const chart = this.charts.get(key) ?? new Chart(this, title, about, title === "Validation" ? this.figureChoice : null);
      chart.about = about;
      this.charts.set(key, chart);
      return chart;
    });
    const roots = charts.map((chart) => chart.root);
    if (roots.length !== section.body.children.length || roots.some((root, i) => root !== section.body.children[i])) {
      section.body.replaceChildren(...roots);
    }
    charts.forEach((chart) => chart.draw());
    section.keys?.replaceChildren(...[...PHASES].reverse().map((phase) =>
      element("li", {}, element("i", { style: `background:${PHASE_COLOURS[this.theme][phase]}` }), phase)));
  }
};

View.prototype.drawControls = function () {
  const steps = this.smoothingSteps();
  document.getElementById("smoothing-value").textContent = steps ? `${grouped(steps)} steps` : "off";
  document.getElementById("theme").textContent = { auto: "theme: auto", light: "theme: light", dark: "theme: dark" }[this.chosenTheme];
  const subtitle = [...new Set(this.runs.map((run) => run.configuration?.["model.type"]).filter(Boolean))].join(", ");
  const count = this.runs.length === 1 ? "one run" : `${this.runs.length} runs`;
  document.getElementById("subtitle").textContent = [subtitle, count, `${grouped(this.longest((run) => run.summary.steps))} steps`].filter(Boolean).join(" · ");
  const shown = figures(this);
  this.figureChoice.hidden = shown.length === 0;
  if (this.figureChoice.options.length !== shown.length) {
    this.figureChoice.replaceChildren(...shown.map((key) => element("option", { value: key }, figureName(key))));
  }
  const legend = document.getElementById("legend");
  const look = JSON.stringify([this.theme, [...this.hidden], this.runs.map((run) => run.name)]);
  if (legend.dataset.look !== look) {
    legend.dataset.look = look;
    const focused = document.activeElement?.dataset?.run;
    legend.replaceChildren(...this.runs.map((run) => element("button", { type: "button", class: "run", "data-run": run.name,
      "aria-pressed": String(!this.hidden.has(run.name)), onclick: (event) => this.toggle(run.name, event) }, swatch(run.place, this.theme), element("span", {}, run.name))));
    [...legend.children].find((button) => button.dataset.run === focused)?.focus();
  }
};

/** Shows or hides a run; with Alt or Shift, that run alone or all of them. */
View.prototype.toggle = function (name, event) {
  if (event.altKey || event.shiftKey) {
    const alone = this.shownRuns().length === 1 && !this.hidden.has(name);
    this.hidden = new Set(alone ? [] : this.runs.map((run) => run.name).filter((other) => other !== name));
  } else if (!this.hidden.delete(name)) {
    this.hidden.add(name);
  }
  this.draw();
};
