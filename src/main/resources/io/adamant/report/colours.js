// Colours that the colour-blind can tell apart (Okabe and Ito, "Color Universal Design", 2008), and dashes for print
// without colour. Yellow is left out: on white it has too little contrast. Seven colours and four dashes first repeat
// together at the 29th run.

const RUN_COLOURS = {
  light: ["#0072b2", "#d55e00", "#00805f", "#b0578d", "#56a5d8", "#b87d00", "#4a4f55"],
  dark: ["#4ba8e6", "#f5853f", "#2fc39a", "#e199c4", "#8fd0f7", "#eab33d", "#c3c8cd"],
};
const DASHES = [[], [9, 4], [2, 3], [9, 3, 2, 3]];

const PHASE_COLOURS = {
  light: { gather: "#9fd0ee", broadcast: "#e8b04c", job: "#3f8fc4", update: "#58b798" },
  dark: { gather: "#5e8fae", broadcast: "#b58a35", job: "#2f6e9e", update: "#358d72" },
};

/** A custom property of the page's style, as the theme has it now. */
function styled(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function runColour(place, theme) {
  return RUN_COLOURS[theme][place % RUN_COLOURS[theme].length];
}

function runDash(place) {
  return DASHES[place % DASHES.length];
}

/** A short line as the charts draw it for a run. */
function swatch(place, theme) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("class", "swatch");
  made.setAttribute("viewBox", "0 0 26 10");
  made.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  const attributes = { x1: 0, x2: 26, y1: 5, y2: 5, stroke: runColour(place, theme), "stroke-width": 2.6,
    "stroke-dasharray": runDash(place).join(" ") };
  for (const [key, value] of Object.entries(attributes)) line.setAttribute(key, value);
  made.append(line);
  return made;
}
