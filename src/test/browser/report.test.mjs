// The report of a real comparison in a real browser.
//
//   node --test report.test.mjs       with ADAMANT_BROWSER, the browser's program; ADAMANT_COMPARISON, the output folder
//                                     of a comparison; ADAMANT_LARGE, a page of ten runs of 100,000 steps;
//                                     ADAMANT_PAGE, the folder of the page's sources; and ADAMANT_SCREENSHOTS, a folder

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { ADAMANT_BROWSER, ADAMANT_COMPARISON, ADAMANT_LARGE, ADAMANT_PAGE, ADAMANT_SCREENSHOTS } = process.env;
const page = pathToFileURL(join(ADAMANT_COMPARISON, "report.html")).href;
const DESK = { width: 1320, height: 900 };
const PHONE = { width: 390, height: 844 };

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: ADAMANT_BROWSER, args: ["--no-sandbox"] });
});
after(() => browser.close());

/** Opens a page, and takes note of whatever it asks for or complains of. */
async function open(options = {}, address = page) {
  const context = await browser.newContext({ viewport: DESK, ...options });
  const tab = await context.newPage();
  const complaints = [];
  tab.on("console", (message) => complaints.push(`console: ${message.text()}`));
  tab.on("pageerror", (error) => complaints.push(`error: ${error.stack}`));
  tab.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) complaints.push(`request: ${request.url()}`);
  });
  await tab.goto(address);
  await tab.waitForFunction(() => document.documentElement.dataset.drawn);
  return { tab, complaints, close: () => context.close() };
}

function shoot(tab, name, more = {}) {
  return tab.screenshot({ path: join(ADAMANT_SCREENSHOTS, `${name}.png`), ...more });
}

function metrics(run) {
  return readFileSync(join(ADAMANT_COMPARISON, run, "metrics.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
}

const chart = (tab, title) => tab.locator(`[data-chart="${title}"]`);

/** How many pixels of a chart's canvas are of a colour, nearly. */
function pixels(tab, title, colour) {
  return chart(tab, title).locator("canvas").evaluate((canvas, wanted) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] > 200 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 40) count++;
    }
    return count;
  }, colour);
}

/** The values that the tip shows. */
function tip(tab) {
  return tab.locator("#tip tr").evaluateAll((rows) => rows.map((row) => ({
    run: row.dataset.run, x: Number(row.dataset.x), value: Number(row.dataset.value), text: row.textContent })));
}

async function hover(tab, title, part) {
  const over = chart(tab, title).locator(".u-over");
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  await over.hover({ position: { x: box.width * part, y: box.height / 2 } });
}

describe("the page of a comparison", () => {
  test("opens from its file, complains of nothing and asks nobody", async () => {
    const { tab, complaints, close } = await open();
    assert.equal(await tab.locator("#legend button").count(), 3);
    await shoot(tab, "light", { fullPage: true });
    assert.deepEqual(complaints, []);
    await close();
  });

  test("draws every chart of what the runs have", async () => {
    const { tab, close } = await open();
    const titles = await tab.locator(".chart").evaluateAll((charts) => charts.map((each) => each.dataset.chart));
    for (const title of ["Training loss", "Validation", "Learning rate", "Gradient norm", "Norm of weight", "Norm of a step of bias",
      "Calibration", "ROC", "adam", "clipped"]) {
      assert.ok(titles.includes(title), `${title} among ${titles}`);
    }
    for (const title of ["Training loss", "Validation", "Learning rate", "Gradient norm", "Norm of weight", "ROC"]) {
      assert.ok(await pixels(tab, title, "#0072b2") > 20, `the first run's colour in ${title}`);
      assert.ok(await pixels(tab, title, "#d55e00") > 20, `the second run's colour in ${title}`);
    }
    await close();
  });

  test("shows on hover the numbers of metrics.jsonl", async () => {
    const { tab, close } = await open();
    for (const [title, value] of [["Training loss", (line) => line.loss], ["Gradient norm", (line) => line.gradientNorm],
      ["Learning rate", (line) => line.learningRate], ["Validation", (line) => line.validation?.logLoss]]) {
      for (const part of [0.2, 0.5, 0.93]) {
        await hover(tab, title, part);
        const shown = await tip(tab);
        // The run that diverged in its second step was never validated.
        assert.deepEqual(shown.map(({ run }) => run), title === "Validation" ? ["adam", "clipped"] : ["adam", "clipped", "wild"]);
        for (const { run, x, value: number } of shown) {
          const line = metrics(run).find(({ step }) => step === x);
          assert.equal(number, value(line), `${title} of ${run} at step ${x}`);
        }
      }
    }
    await shoot(tab, "hover");
    await close();
  });

  test("hides a run at its legend, and shows it again", async () => {
    const { tab, close } = await open();
    const button = tab.locator('#legend button[data-run="clipped"]');
    await button.click();
    assert.equal(await button.getAttribute("aria-pressed"), "false");
    assert.equal(await pixels(tab, "Training loss", "#d55e00"), 0);
    await hover(tab, "Training loss", 0.5);
    assert.deepEqual((await tip(tab)).map(({ run }) => run), ["adam", "wild"]);
    await button.press("Enter");
    assert.ok(await pixels(tab, "Training loss", "#d55e00") > 20);
    await close();
  });

  test("draws against step, epoch, seconds and rows", async () => {
    const { tab, complaints, close } = await open();
    const lines = metrics("adam");
    const rows = lines.reduce((sum, line) => sum + line.rows, 0);
    const milliseconds = lines.reduce((sum, { milliseconds: m }) => sum + m.gather + m.broadcast + m.job + m.update, 0);
    const ends = { epoch: lines.at(-1).epoch, rows, seconds: milliseconds / 1000, step: lines.at(-1).step };
    for (const [axis, end] of Object.entries(ends)) {
      await tab.locator(`#axis input[value="${axis}"]`).check({ force: true });
      await chart(tab, "Training loss").locator(".plot").focus();
      await tab.keyboard.press("End");
      assert.match(await tab.locator("#tip .where").textContent(), new RegExp(`^${axis} `));
      const adam = (await tip(tab)).find(({ run }) => run === "adam");
      assert.ok(Math.abs(adam.x - end) <= 1e-5 * end, `${axis} ends at ${adam.x}, not ${end}`);
    }
    assert.deepEqual(complaints, []);
    await close();
  });

  test("zooms by drag in all charts, and back", async () => {
    const { tab, close } = await open();
    const over = chart(tab, "Training loss").locator(".u-over");
    const box = await over.boundingBox();
    await tab.mouse.move(box.x + box.width * 0.5, box.y + 40);
    await tab.mouse.down();
    await tab.mouse.move(box.x + box.width * 0.75, box.y + 60, { steps: 4 });
    await tab.mouse.up();
    const steps = metrics("adam").length;
    await hover(tab, "Gradient norm", 0.01);
    const left = (await tip(tab))[0].x;
    assert.ok(left > 0.4 * steps && left < 0.6 * steps, `the left end is step ${left} of ${steps}`);
    await tab.locator("#reset").click();
    await hover(tab, "Gradient norm", 0.01);
    assert.ok((await tip(tab))[0].x < 0.1 * steps);
    await close();
  });

  test("can be read by keyboard alone", async () => {
    const { tab, close } = await open();
    await chart(tab, "Validation").locator(".plot").focus();
    await tab.keyboard.press("ArrowRight");
    const first = metrics("adam").find((line) => line.validation);
    assert.equal((await tip(tab)).find(({ run }) => run === "adam").value, first.validation.logLoss);
    await tab.keyboard.press("ArrowRight");
    await tab.waitForFunction(() => document.getElementById("spoken").textContent.includes("adam"));
    await tab.keyboard.press("+");
    assert.equal(await tab.locator("#reset").isEnabled(), true);
    await tab.keyboard.press("Escape");
    assert.equal(await tab.locator("#reset").isEnabled(), false);
    await close();
  });

  test("has a logarithmic scale, and smoothing that leaves the values as they are", async () => {
    const { tab, complaints, close } = await open();
    await tab.locator("#log").check();
    await tab.locator("#smoothing").fill("60");
    await hover(tab, "Training loss", 0.5);
    const adam = (await tip(tab)).find(({ run }) => run === "adam");
    assert.match(adam.text, /smooth/);
    assert.equal(adam.value, metrics("adam").find(({ step }) => step === adam.x).loss);
    await shoot(tab, "log-smooth");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("marks clipped steps, and says which runs diverged", async () => {
    const { tab, close } = await open();
    const clipped = metrics("clipped").filter((line) => line.clipped).length;
    assert.ok(clipped > 0);
    const row = tab.locator(".runs tbody tr", { hasText: "clipped" });
    assert.ok((await row.locator("td").allTextContents()).includes(clipped.toLocaleString("en-US")));
    await hover(tab, "Gradient norm", 0.01);
    assert.match((await tip(tab)).find(({ run }) => run === "clipped").text, /, clipped/);
    assert.match(await tab.locator(".runs tbody tr", { hasText: "wild" }).textContent(), /diverged, step 2/);
    await close();
  });

  test("says in which settings the runs differ", async () => {
    const { tab, close } = await open();
    const head = await tab.locator(".different thead").first().textContent();
    assert.match(head, /clip\.norm.*optimizer\.learning-rate/);
    assert.doesNotMatch(head, /batch\.size/);
    await close();
  });

  test("is dark where the reader wants it, or the button says so", async () => {
    const { tab, close } = await open({ colorScheme: "dark" });
    const background = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await background(), "rgb(20, 23, 26)");
    assert.ok(await pixels(tab, "Training loss", "#4ba8e6") > 20);
    await shoot(tab, "dark", { fullPage: true });
    await tab.locator("#theme").click();
    assert.equal(await background(), "rgb(255, 255, 255)");
    assert.ok(await pixels(tab, "Training loss", "#0072b2") > 20);
    await close();
  });

  test("fits a narrow window", async () => {
    const { tab, complaints, close } = await open({ viewport: PHONE });
    assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
    await shoot(tab, "narrow");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("prints light, without its controls", async () => {
    const { tab, close } = await open({ colorScheme: "dark" });
    await tab.emulateMedia({ media: "print" });
    await tab.waitForFunction(() => document.documentElement.dataset.theme === "light");
    assert.equal(await tab.locator("#axis").isVisible(), false);
    assert.equal(await tab.locator("#legend").isVisible(), true);
    await shoot(tab, "print", { fullPage: true });
    await tab.pdf({ path: join(ADAMANT_SCREENSHOTS, "print.pdf"), format: "A4" });
    await close();
  });
});

describe("the page of ten runs of 100,000 steps", () => {
  test("is below 3 MB and can be used within 2 seconds", async () => {
    assert.ok(statSync(ADAMANT_LARGE).size < 3_000_000);
    const { tab, complaints, close } = await open({}, pathToFileURL(ADAMANT_LARGE).href);
    const drawn = await tab.evaluate(() => Number(document.documentElement.dataset.drawn));
    assert.ok(drawn < 2_000, `drawn after ${drawn} ms`);
    await hover(tab, "Training loss", 0.5);
    assert.equal((await tip(tab)).length, 10);
    await shoot(tab, "large");
    assert.deepEqual(complaints, []);
    await close();
    console.log(`ten runs of 100,000 steps: ${statSync(ADAMANT_LARGE).size} bytes, drawn after ${drawn} ms`);
  });
});

test("the page's chart library is that of the locked package", () => {
  for (const [file, packaged] of [["uPlot.iife.min.js", "dist/uPlot.iife.min.js"], ["uPlot.min.css", "dist/uPlot.min.css"], ["LICENSE", "LICENSE"]]) {
    const ours = readFileSync(join(ADAMANT_PAGE, "uplot", file));
    const theirs = readFileSync(new URL(`node_modules/uplot/${packaged}`, import.meta.url));
    assert.ok(ours.equals(theirs), file);
  }
});
