// Drives Chromium for the tests: one JSON command a line in, one answer a line out.
// Knows nothing of the site; what is wrong with a page is found in `faults.mjs`, how somebody acts on
// it with a pointer or with the keyboard alone is in `hands.mjs`.

import { createInterface } from "node:readline";
import { createServer } from "node:net";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { found, html } from "./faults.mjs";
import { keyboard, pointer, tabTo } from "./hands.mjs";

const modules = process.env.SAMVERKAN_NODE_MODULES;
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");

// A test that ends early has nobody to answer.
process.stdout.on("error", () => process.exit(1));

const port = await freePort();
const browser = await chromium.launch({
  executablePath: process.env.SAMVERKAN_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    `--remote-debugging-port=${port}`,
  ],
});
const tabs = [];
// Lighthouse drives a browser by another library; connected when it is first needed.
let beside;

/** What a tab is and has seen. */
class Tab {
  static async open(view) {
    const tab = new Tab();
    tab.context = await browser.newContext({
      viewport: { width: view.width, height: view.height },
      deviceScaleFactor: view.scale,
      colorScheme: view.dark ? "dark" : "light",
      forcedColors: view.forced ? "active" : "none",
      reducedMotion: "reduce",
      javaScriptEnabled: view.script,
      locale: view.language,
      extraHTTPHeaders: { "Accept-Language": view.language },
      hasTouch: view.width < 600,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    tab.page = await tab.context.newPage();
    tab.page.setDefaultTimeout(15_000);
    tab.view = view;
    tab.hand = view.keyboard ? keyboard : pointer;
    tab.underWay = new Set();
    tab.heard = [];
    tab.octets = 0;
    tab.page.on("console", (said) => {
      // The browser itself says so of every page that is not there.
      const status = said.text().startsWith("Failed to load resource") && said.location().url === tab.page.url();
      if (["error", "warning"].includes(said.type()) && !status) tab.heard.push(`console: ${said.text()}`);
    });
    tab.page.on("pageerror", (error) => tab.heard.push(`script: ${error.message}`));
    tab.page.on("request", (request) => {
      tab.underWay.add(request);
      const asked = new URL(request.url());
      const leaves = request.isNavigationRequest() && request.frame() === tab.page.mainFrame();
      if (!leaves && tab.origin && asked.origin !== tab.origin && asked.protocol.startsWith("http"))
        tab.heard.push(`fetches ${asked.href}`);
    });
    for (const end of ["requestfinished", "requestfailed"])
      tab.page.on(end, (request) => tab.underWay.delete(request));
    // What a page was still fetching when it was left is heard of no more.
    tab.page.on("framenavigated", (frame) => {
      if (frame !== tab.page.mainFrame()) return;
      for (const request of tab.underWay) if (!request.isNavigationRequest()) tab.underWay.delete(request);
    });
    tab.page.on("response", async (response) => {
      const sizes = await response.request().sizes().catch(() => null);
      if (sizes) tab.octets += sizes.responseBodySize + sizes.responseHeadersSize;
      if (response.request().isNavigationRequest()) {
        const before = tab.html;
        tab.html = response.text().catch(() => before);
      }
    });
    return tab;
  }

  /** Something a person would call by these words. */
  by(role, name) {
    return this.page.getByRole(role, { name, exact: true });
  }

  /** Nothing is fetched any more, and has not been for a moment. */
  async still() {
    const end = Date.now() + 20_000;
    for (let since = Date.now(); Date.now() - since < 40; await pause(10)) {
      if (this.underWay.size > 0) since = Date.now();
      if (Date.now() > end) throw new Error(`still fetching ${[...this.underWay].map((one) => one.url())}`);
    }
  }

  /** The page is there with all that belongs to it. */
  async settled() {
    await this.still();
    await this.page.waitForLoadState("load");
    await this.still();
  }

  /** Does what may lead to another page, and waits until it is there. */
  async leads(act) {
    let asked = false;
    const hears = () => { asked = true; };
    this.page.on("request", hears);
    await act();
    for (const end = Date.now() + 500; !asked && Date.now() < end;) await pause(5);
    this.page.off("request", hears);
    await this.settled();
  }
}

const commands = {
  async open({ view }) {
    tabs.push(await Tab.open(view));
    return tabs.length - 1;
  },
  async close({ tab }) {
    await tab.context.close();
  },
  async go({ tab, url }) {
    tab.origin = new URL(url).origin;
    tab.octets = 0;
    tab.heard.length = 0;
    const response = await tab.page.goto(url);
    tab.html = response.text();
    await tab.settled();
    return response.status();
  },
  /** As if the site had set it before. */
  async cookie({ tab, url, name, value }) {
    await tab.context.addCookies([{ url, name, value, httpOnly: true }]);
  },
  async weight({ tab }) {
    return tab.octets;
  },
  async url({ tab }) {
    return tab.page.url();
  },
  async follow({ tab, name }) {
    await tab.hand.lead(tab, tab.by("link", name).first());
  },
  async press({ tab, name }) {
    await tab.hand.lead(tab, tab.by("button", name));
  },
  async fill({ tab, label, text }) {
    await tab.hand.fill(tab, tab.page.getByLabel(label, { exact: true }), text);
  },
  async choose({ tab, label }) {
    await tab.hand.choose(tab, tab.page.getByLabel(label, { exact: true }));
  },
  async select({ tab, label, option }) {
    await tab.hand.select(tab, tab.page.getByLabel(label, { exact: true }), option);
  },
  /** Keys one after the other, as `Tab` and `Shift+Tab`; other text is typed. Enter leads on. */
  async keys({ tab, keys }) {
    for (const key of keys) {
      if (key === "Enter") await tab.leads(() => tab.page.keyboard.press(key));
      else if (/^(Shift\+)?[A-Z][A-Za-z]+$/.test(key)) await tab.page.keyboard.press(key);
      else await tab.page.keyboard.type(key);
    }
    await tab.settled();
  },
  /** Tab until something called by these words has the focus. */
  async reach({ tab, name }) {
    await tabTo(tab, name, (words) => words === name);
  },
  /** Drags what the first selector finds onto what the second finds; holds it there a while. */
  async drag({ tab, from, to, says }) {
    const [held, aim] = [tab.page.locator(from).first(), tab.page.locator(to).first()];
    await held.scrollIntoViewIfNeeded();
    await held.hover({ position: { x: 4, y: 4 } });
    await tab.page.mouse.down();
    await aim.hover({ position: { x: 12, y: 12 } });
    await aim.hover({ position: { x: 16, y: 16 } });
    const status = tab.page.locator("[role=status]", { hasText: says }).last();
    await status.waitFor();
    const said = await status.innerText();
    const led = tab.page.waitForEvent("framenavigated", { timeout: 5_000 }).catch(() => null);
    await tab.page.mouse.up();
    await led;
    await tab.settled();
    return said;
  },
  async sees({ tab, text }) {
    await tab.page.getByText(text, { exact: true }).waitFor();
  },
  async heading({ tab, words }) {
    await tab.page.getByRole("heading", { level: 1, name: words, exact: true }).waitFor();
  },
  async text({ tab, selector }) {
    return tab.page.locator(selector).first().innerText();
  },
  /** How many words stand before a link or a button, in the order of the page: what one may read to find it. */
  async words({ tab, role, name }) {
    return tab.by(role, name).first().evaluate((aim) => {
      let words = 0;
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (!(text.compareDocumentPosition(aim) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
        const seen = text.parentElement.checkVisibility({ visibilityProperty: true }) && !text.parentElement.closest("option, .hidden, header");
        if (seen) words += text.data.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;
      }
      return words;
    });
  },
  /** Whether a link or a button is on the screen as it is now, with nothing over it. */
  async inView({ tab, role, name }) {
    return tab.by(role, name).first().evaluate((thing) => {
      const box = thing.getBoundingClientRect();
      return thing.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    });
  },
  async count({ tab, selector }) {
    return tab.page.locator(selector).count();
  },
  async picture({ tab, path }) {
    mkdirSync(dirname(path), { recursive: true });
    await tab.page.screenshot({ path, fullPage: true });
  },
  async pdf({ tab, path }) {
    mkdirSync(dirname(path), { recursive: true });
    await tab.page.pdf({ path, format: "A4" });
  },
  /** Everything wrong with the page as it is now. */
  async faults({ tab }) {
    return [...tab.heard, ...(await found(tab, require)), ...(await html(await tab.html, require))];
  },
  /** A slow telephone on a slow net: 1.6 Mbit/s, 150 ms there and back, a quarter of the processor. */
  async slow({ tab }) {
    const wires = await tab.context.newCDPSession(tab.page);
    const rate = (1.6 * 1024 * 1024) / 8;
    const net = { offline: false, latency: 150, downloadThroughput: rate, uploadThroughput: rate / 2 };
    await wires.send("Network.enable");
    await wires.send("Network.emulateNetworkConditions", net);
    await wires.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  },
  /** What the page waited for before it could be read, and when that was (ms). */
  async readable({ tab }) {
    return tab.page.evaluate(() => {
      const all = performance.getEntriesByType("resource");
      const blocking = all.filter((one) => one.renderBlockingStatus === "blocking").map((one) => one.name);
      const [page] = performance.getEntriesByType("navigation");
      return { blocking, all: all.length, millis: Math.round(page.domContentLoadedEventEnd) };
    });
  },
  /** What is wrong with the page on paper: what only works on a screen, and text that is cut. */
  async printed({ tab }) {
    // A4 with the margins that browsers give it, at 96 dots an inch.
    await tab.page.setViewportSize({ width: 718, height: 1047 });
    await tab.page.emulateMedia({ media: "print" });
    return tab.page.evaluate(() => {
      const faults = [];
      const shown = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === "visible";
      for (const one of document.querySelectorAll("nav, form, button, .skip, .button"))
        if (shown(one)) faults.push(`on paper: ${one.outerHTML.slice(0, 80)}`);
      for (const one of document.querySelectorAll("body *")) {
        if (!shown(one) || !one.innerText?.trim() || one.closest(".hidden")) continue;
        const box = one.getBoundingClientRect();
        const cut = getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
        if (cut || box.right > innerWidth + 1 || box.left < -1) faults.push(`cut: ${one.innerText.slice(0, 60)}`);
      }
      if (!document.querySelector("h1") || !shown(document.querySelector("h1"))) faults.push("no heading");
      return faults;
    });
  },
  /** Lighthouse's mark for accessibility, 0 to 100, of a page as it is there, and what it lacks. */
  async lighthouse({ url, cookie }) {
    process.env.LIGHTHOUSE_SKIP_UPDATE = "1";
    const { snapshot } = await import(require.resolve("lighthouse"));
    const { default: puppeteer } = await import(require.resolve("puppeteer-core"));
    beside ??= await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
    const page = await beside.newPage();
    try {
      if (cookie) await page.setExtraHTTPHeaders({ Cookie: cookie });
      await page.goto(url);
      const flags = {
        onlyCategories: ["accessibility"], output: "json", logLevel: "silent", disableFullPageScreenshot: true,
        screenEmulation: { disabled: true },
      };
      const { lhr } = await snapshot(page, { flags });
      const lacks = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 1);
      const mark = Math.round(lhr.categories.accessibility.score * 100);
      return { at: lhr.finalDisplayedUrl, mark, lacks: lacks.map((audit) => audit.title) };
    } finally {
      await page.close();
    }
  },
};

function pause(millis) {
  return new Promise((resolve) => { setTimeout(resolve, millis); });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const tab = tabs[command.tab];
  let answer;
  try {
    answer = { ok: (await commands[command.do]({ ...command, tab })) ?? null };
  } catch (error) {
    const heading = await tab?.page.locator("h1").first().innerText({ timeout: 500 }).catch(() => "no heading");
    const at = tab ? `, at ${tab.page.url()} (${heading}, ${tab.view.name})` : "";
    answer = { error: `${JSON.stringify(command)}${at}: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await beside?.disconnect();
await browser.close();
