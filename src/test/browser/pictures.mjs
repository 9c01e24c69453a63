// Draws the pictures of the guide's exercises from the reports of their comparisons.
//
//   node pictures.mjs COMPARISONS IMAGES       with ADAMANT_BROWSER, the browser's program

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [, , comparisons, images] = process.argv;

/** What each picture shows: the headings of sections, or the titles of charts. */
const PICTURES = {
  adagrad: { section: "Steps of single parameters" },
  rules: { charts: ["Training loss", "Validation"] },
  "adam-parts": { charts: ["Training loss", "Validation"] },
  beta2: { charts: ["Training loss", "Validation"] },
  decay: { charts: ["Norm of weight", "Validation"] },
  warmup: { charts: ["Learning rate", "Validation"] },
  clipping: { charts: ["Gradient norm", "Validation"] },
};
const STYLE = `.head, .bar-row:first-child, footer, h2, .about, select { display: none !important; }
  .bar { position: static; border: 0; padding-top: 14px; }
  .grid, .grid.two { grid-template-columns: 1fr 1fr !important; }
  section { margin-top: 6px; }
  .run { background: none; border-color: transparent; }`;

mkdirSync(images, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.ADAMANT_BROWSER, args: ["--no-sandbox"] });
for (const [name, { section, charts }] of Object.entries(PICTURES)) {
  const tab = await (await browser.newContext({ viewport: { width: 960, height: 700 } })).newPage();
  await tab.goto(pathToFileURL(resolve(comparisons, name, "report.html")).href);
  await tab.addStyleTag({ content: STYLE });
  await tab.evaluate(([heading, titles]) => {
    const shown = (titles ?? []).map((title) => document.querySelector(`[data-chart="${title}"]`));
    for (const each of document.querySelectorAll("section")) {
      each.style.display = heading && each.querySelector("h2").textContent === heading ? "" : "none";
    }
    if (shown.length) {
      const grid = document.createElement("div");
      grid.className = "grid two";
      grid.append(...shown);
      document.getElementById("panels").append(grid);
    }
  }, [section, charts]);
  await tab.waitForTimeout(300);
  const height = await tab.evaluate(() => Math.ceil(document.getElementById("curves").getBoundingClientRect().bottom) + 10);
  await tab.screenshot({ path: join(images, `${name}.png`), clip: { x: 0, y: 0, width: 960, height } });
  await tab.close();
}
await browser.close();
