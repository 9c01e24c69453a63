// Numbers, words and small pieces of markup.

const SIGNIFICANT_DIGITS = 6;

/** A number as a person reads it; what is missing is a dash. */
function number(value, digits = SIGNIFICANT_DIGITS) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    return value.toExponential(Math.min(3, digits - 1)).replace(/\.?0+e/, "e").replace("e+", "e").replace("-", "−");
  }
  if (Number.isInteger(value)) return grouped(value);
  if (size >= 10 ** (digits - 1)) return grouped(Math.round(value));
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

/** The same number of digits in each row of a column. */
function precise(value) {
  if (typeof value !== "number") return "–";
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? number(value, 5) : value.toPrecision(5).replace("-", "−");
}

/** A small raised whole number. */
function superscript(value) {
  return String(value).replace("-", "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
}

/** A whole number, thousands apart. */
function grouped(value) {
  return value.toLocaleString("en-US").replace("-", "−");
}

function seconds(value) {
  if (value === null || value === undefined) return "–";
  if (value < 60) return `${number(value, 3)} s`;
  const minutes = Math.floor(value / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(value % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Labels of ticks: as few digits as tell them apart. */
function ticks(values) {
  const shown = values.filter((value) => value !== null);
  const size = Math.max(...shown.map(Math.abs));
  if (size >= 1e5) {
    const [unit, name] = size >= 1e9 ? [1e9, "G"] : size >= 1e6 ? [1e6, "M"] : [1e3, "k"];
    return values.map((value) => (value === null ? null : String(Number((value / unit).toPrecision(4))).replace("-", "−") + (value ? name : "")));
  }
  return values.map((value) => (value === null ? null : number(value, 4)));
}

/** An element with attributes and children; text is never taken for markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A table of texts and elements; `numbers` says which columns are set to the right. */
function table(kind, head, rows, numbers = () => false) {
  const cell = (name, content, column, scope) => {
    const attributes = { class: numbers(column) ? "number" : "wrapped", scope };
    return content instanceof HTMLTableCellElement ? content : element(name, attributes, content);
  };
  const body = element("tbody");
  for (const row of rows) {
    body.append(element("tr", {}, ...row.map((content, column) =>
      column === 0 ? cell("th", content, column, "row") : cell("td", content, column))));
  }
  const made = element("table", { class: kind });
  if (head) {
    made.append(element("thead", {}, element("tr", {}, ...head.map((content, column) => cell("th", content, column, "col")))));
  }
  made.append(body);
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "table" }, made);
}
