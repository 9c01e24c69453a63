// The values at the cursor, for eyes and for screen readers.

const SPEAK_AFTER_MILLISECONDS = 250;

class Tip {
  constructor(view) {
    this.view = view;
    this.root = document.getElementById("tip");
    this.spoken = document.getElementById("spoken");
  }

  hide() {
    this.root.hidden = true;
  }

  /** @param lines [{ name, place, value, x }], with an optional smooth value, unit, colour, and text in place of the value */
  show(u, lines) {
    const label = this.view.pointed.shown.xLabel ?? AXES[this.view.axis].label;
    // Curves stand at steps of their own; the one next to the cursor gives the place its name.
    const cursor = u.posToVal(u.cursor.left, "x");
    const x = lines.map((line) => line.x).reduce((a, b) => (Math.abs(b - cursor) < Math.abs(a - cursor) ? b : a));
    const near = (u.scales.x.max - u.scales.x.min) / u.over.clientWidth;
    const rows = lines.map((line) => element("tr", { "data-run": line.name, "data-value": line.value, "data-x": line.x },
      element("td", {}, line.colour
        ? element("i", { style: `display:inline-block;width:11px;height:11px;border-radius:2px;background:${line.colour}` })
        : swatch(line.place, this.view.theme)),
      element("th", {}, line.name),
      element("td", { class: "number" }, line.text ?? number(line.value) + (line.unit ?? "")),
      line.smooth === undefined ? null : element("td", { class: "number soft" }, `smooth ${number(line.smooth, 5)}`),
      Math.abs(line.x - x) > near ? element("td", { class: "soft" }, `at ${number(line.x, 4)}`) : null));
    this.root.replaceChildren(element("div", { class: "where" }, `${label} ${number(x, 5)}`),
      element("table", {}, element("tbody", {}, ...rows)));
    this.root.hidden = false;
    this.place(u);
    this.speak();
  }

  /** Beside the cursor, within the window. */
  place(u) {
    const over = u.over.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const x = over.left + u.cursor.left;
    const left = x + 16 + width < innerWidth ? x + 16 : x - 16 - width;
    const top = over.top + Math.max(0, u.cursor.top) - height - 10;
    this.root.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    this.root.style.top = `${Math.max(8, Math.min(top < 8 ? over.top + u.cursor.top + 16 : top, innerHeight - height - 8))}px`;
  }

  speak() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const where = this.root.querySelector(".where")?.textContent;
      const values = [...this.root.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent).join(" ").trim());
      this.spoken.textContent = `${where}: ${values.join("; ")}`;
    }, SPEAK_AFTER_MILLISECONDS);
  }
}
