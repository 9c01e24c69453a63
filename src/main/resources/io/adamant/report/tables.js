// What is said in words: results, settings, data and machine.

function results(view) {
  const runs = view.runs;
  const hasValidation = runs.some((run) => run.summary.bestValidation !== null);
  const hasTarget = runs.some((run) => run.summary.stepsToTarget !== undefined);
  const columns = [
    ["training loss", (run) => run.summary.finalTraining, precise, "least"],
    ...(hasValidation ? [
      ["validation", (run) => run.summary.finalValidation, precise, "least"],
      ["best", (run) => run.summary.bestValidation, precise, "least"],
      ["at step", (run) => run.summary.bestStep, number]] : []),
    ...(hasTarget ? [
      ["steps to target", (run) => run.summary.stepsToTarget, number, "least"],
      ["time to target", (run) => run.summary.secondsToTarget, seconds, "least"]] : []),
    ["steps", (run) => run.summary.steps, number],
    ["time in steps", (run) => run.summary.seconds, seconds],
    ["clipped", (run) => run.summary.clipped, number],
    ...(runs.some((run) => run.summary.nonFinite > 0) ? [["not finite", (run) => run.summary.nonFinite, number]] : []),
    ["outcome", (run) => run.outcome, (value) => value],
  ];
  const rows = runs.map((run) => [
    element("th", { scope: "row" }, swatch(run.place, view.theme), run.name),
    ...columns.map(([, of, text, best]) => {
      const value = of(run);
      const values = runs.map(of).filter((other) => typeof other === "number");
      const isBest = best && runs.length > 1 && typeof value === "number" && value === Math.min(...values);
      return element("td", { class: `${typeof value === "string" ? "" : "number"}${isBest ? " best" : ""}` }, text(value));
    })]);
  return table("runs", ["run", ...columns.map(([name]) => name)], rows, (column) => column > 0 && column < columns.length);
}

/** The settings in which the runs differ. */
function differences(runs) {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.configuration ?? {})))].sort();
  return keys.filter((key) => key !== "output" && new Set(runs.map((run) => run.configuration?.[key] ?? "")).size > 1);
}

function configuration(view) {
  const known = view.runs.filter((run) => run.configuration);
  if (!known.length) return element("p", { class: "none" }, "These folders hold no run.json, which has the settings.");
  const made = element("div");
  if (known.length > 1) {
    const different = differences(known);
    made.append(different.length
      ? table("different", ["", ...different], known.map((run) => [run.name, ...different.map((key) => run.configuration[key] ?? "–")]))
      : element("p", { class: "none" }, "The runs have the same settings."));
  }
  const first = known[0];
  const shared = Object.entries(first.configuration).filter(([key]) => known.length === 1 || !differences(known).includes(key));
  const rows = shared.filter(([key]) => known.length === 1 || key !== "output");
  made.append(known.length > 1
    ? remembered(view, "settings", `${rows.length} settings that all runs share`, () => table("facts", null, rows))
    : table("facts", null, rows));
  return made;
}

/** Data and machine, said once where it is the same of all runs. */
function facts(view) {
  const made = element("div");
  for (const [key, title] of [["training", "Training"], ["data", "Data"], ["machine", "Machine"]]) {
    const known = view.runs.filter((run) => run[key]);
    if (!known.length) continue;
    const names = [...new Set(known.flatMap((run) => Object.keys(run[key])))];
    const [same, different] = [true, false].map((wanted) =>
      names.filter((name) => (new Set(known.map((run) => run[key][name])).size === 1) === wanted));
    made.append(element("h3", {}, title));
    if (different.length) {
      made.append(table("different", ["", ...different], known.map((run) => [run.name, ...different.map((name) => run[key][name] ?? "–")])));
    }
    if (same.length) made.append(table("facts", null, same.map((name) => [name, known[0][key][name]])));
  }
  return made.childElementCount ? made : element("p", { class: "none" }, "These folders hold no run.json, which says it.");
}

/** Details that stay open while a live page is drawn anew. */
function remembered(view, key, title, content) {
  const made = element("details", { open: view.open.has(key), ontoggle: () => (made.open ? view.open.add(key) : view.open.delete(key)) },
    element("summary", {}, title), content());
  return made;
}
