// From the page's data to a page that answers.

const report = JSON.parse(document.getElementById("report").textContent);
const view = new View(report);
view.build();

const axes = document.getElementById("axis");
for (const [key, { label }] of Object.entries(AXES)) {
  axes.append(element("label", {}, element("input", { type: "radio", name: "axis", value: key, checked: key === view.axis, onchange: () => {
    view.axis = key;
    view.zoom(null);
  } }), label));
}
document.getElementById("log").addEventListener("change", (event) => {
  view.log = event.target.checked;
  view.draw();
});
const smoothing = document.getElementById("smoothing");
smoothing.value = view.smoothing;
let waiting = 0;
smoothing.addEventListener("input", () => {
  view.smoothing = Number(smoothing.value);
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => view.draw());
});
document.getElementById("reset").addEventListener("click", () => view.zoom(null));
document.getElementById("theme").addEventListener("click", () => {
  view.chosenTheme = { auto: "light", light: "dark", dark: "auto" }[view.chosenTheme];
  view.draw();
});
view.dark.addEventListener("change", () => view.draw());
addEventListener("keydown", (event) => {
  if (event.key === "Escape") view.zoom(null);
});
// A canvas does not follow the style by itself: on paper it is light, and as wide as paper lets it be.
matchMedia("print").addEventListener("change", (event) => {
  view.paper = event.matches;
  view.draw();
  view.charts.forEach((chart) => chart.resize());
});
new ResizeObserver(() => view.charts.forEach((chart) => chart.resize())).observe(document.getElementById("panels"));

view.draw();
document.documentElement.dataset.drawn = String(Math.round(performance.now()));
if (report.live) follow(view, report.live);
