// The page of a training that runs.
//
//   node --test live.test.mjs        with ADAMANT_BROWSER; ADAMANT_LIVE, the page's address; and ADAMANT_SCREENSHOTS

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";

const { ADAMANT_BROWSER, ADAMANT_LIVE, ADAMANT_SCREENSHOTS } = process.env;

test("gains points while the training runs, without a reload", async () => {
  const browser = await chromium.launch({ executablePath: ADAMANT_BROWSER, args: ["--no-sandbox"] });
  try {
    const tab = await (await browser.newContext({ viewport: { width: 1320, height: 900 } })).newPage();
    const complaints = [];
    const asked = new Set();
    let loads = 0;
    tab.on("console", (message) => complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.stack));
    tab.on("request", (request) => asked.add(new URL(request.url()).host));
    tab.on("load", () => loads++);
    await tab.goto(ADAMANT_LIVE);
    const lastStep = async () => {
      await tab.locator('[data-chart="Learning rate"] .plot').focus();
      await tab.keyboard.press("End");
      return Number(await tab.locator("#tip tr").first().getAttribute("data-x"));
    };
    await tab.waitForSelector('[data-chart="Learning rate"] canvas');
    const first = await lastStep();
    let last = first;
    for (let i = 0; i < 100 && last < first + 20; i++) {
      await tab.waitForTimeout(200);
      last = await lastStep();
    }
    assert.ok(last >= first + 20, `step ${last} after step ${first}`);
    assert.equal(await tab.locator("#live").textContent(), "live");
    await tab.screenshot({ path: join(ADAMANT_SCREENSHOTS, "live.png") });
    assert.deepEqual([complaints, [...asked], loads], [[], [new URL(ADAMANT_LIVE).host], 1]);
  } finally {
    await browser.close();
  }
});
