// What is wrong with a page for those who see little, hear it, use a keyboard, or another browser.

import { readFileSync } from "node:fs";

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Faults of the page as it is shown in a tab. */
export async function found(tab, require) {
  const { page, view } = tab;
  const faults = [];
  const measured = await page.evaluate(measure);
  if (measured.wider > 0) faults.push(`wider than the window by ${measured.wider} px: ${measured.widest}`);
  if (measured.headings !== 1) faults.push(`${measured.headings} h1`);
  if (!measured.language) faults.push("no language");
  if (!measured.title.trim()) faults.push("no title");
  if (!measured.onwards) faults.push("a dead end");
  for (const one of measured.small) faults.push(`small target: ${one}`);
  faults.push(...(await keyboard(page, view.script)));
  if (view.script) faults.push(...(await axe(page, require)));
  return faults;
}

/** In the page. A target has 24 px by 24, unless it stands in a sentence (WCAG 2.5.8). */
function measure() {
  const width = document.documentElement.clientWidth;
  const beyond = [...document.body.querySelectorAll("*")].filter((one) => {
    // What may be scrolled by itself is not too wide.
    for (let box = one; box; box = box.parentElement)
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(box).overflowX) && box !== document.body) return false;
    return one.getBoundingClientRect().right > width + 1;
  });
  const small = [];
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    const box = one.getBoundingClientRect();
    const inSentence = one.matches("p a, li a, dd a") && getComputedStyle(one).display === "inline";
    const shown = one.checkVisibility() && box.bottom > 0;
    const around = one.closest("label")?.getBoundingClientRect() ?? box;
    if (shown && !inSentence && (around.width < 24 || around.height < 24)) small.push(one.outerHTML.slice(0, 100));
  }
  return {
    wider: document.documentElement.scrollWidth - window.innerWidth,
    widest: beyond.slice(-1).map((one) => one.outerHTML.slice(0, 100)).join(),
    headings: document.querySelectorAll("h1").length,
    language: document.documentElement.lang,
    title: document.title,
    // A report is a file, and leads nowhere.
    onwards: location.protocol === "file:" || !!document.querySelector("main :is(a[href], button)"),
    small,
  };
}

/** Everything can be reached by Tab, in the order of the page, and is seen when it is. */
async function keyboard(page, script) {
  const faults = [];
  const expected = await page.evaluate(() => {
    // The next Tab begins at the top, wherever somebody has clicked before.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    window.scrollTo(0, 0);
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
    const can = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0);
    // Of radio buttons in a group one is stopped at: what is chosen, or the first.
    const group = (one) => can.filter((other) => other.type === "radio" && other.form === one.form && other.name === one.name);
    const stop = (one) => group(one).find((other) => other.checked) ?? group(one)[0];
    const stops = can.filter((one) => one.type !== "radio" || one === stop(one));
    stops.forEach((one, n) => { one.dataset.stop = n; });
    // What each stop is like is written down in the page when its key is let go; where no script runs, from outside.
    window.visited = [];
    window.visits = () => {
      const one = document.activeElement;
      const box = one.getBoundingClientRect();
      const ring = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      const seen = ring(getComputedStyle(one)) || ring(getComputedStyle(one, "::after"));
      const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      window.visited.push({ stop: one.dataset.stop, what: one.outerHTML.slice(0, 100), seen, within });
    };
    document.addEventListener("keyup", window.visits, true);
    return stops.length;
  });
  for (let n = 0; n < expected; n += 1) {
    await page.keyboard.press("Tab");
    if (!script) await page.evaluate(() => window.visits());
  }
  const visited = await page.evaluate(() => window.visited);
  if (visited.length !== expected) faults.push(`${visited.length} stops of the keyboard, not ${expected}`);
  let ordered = true;
  for (const [n, at] of visited.entries()) {
    if (ordered && at.stop !== String(n)) {
      faults.push(`the keyboard's stop ${n} of ${expected} is ${at.what}`);
      ordered = false;
    }
    if (!at.seen) faults.push(`focus is not seen: ${at.what}`);
    if (!at.within) faults.push(`focus is outside the window: ${at.what}`);
  }
  await page.evaluate(() => {
    document.removeEventListener("keyup", window.visits, true);
    document.activeElement?.blur();
    for (const one of document.querySelectorAll("[data-stop]")) delete one.dataset.stop;
    window.scrollTo(0, 0);
  });
  return faults;
}

async function axe(page, require) {
  const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const violations = await page.evaluate(async (tags) => {
    const result = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return result.violations.map((one) => `axe ${one.id}: ${one.help}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" ; ")}`);
  }, AXE_TAGS);
  return violations;
}

/** Faults of the HTML as it was sent. */
export async function html(text, require) {
  const { HtmlValidate } = require("html-validate");
  const validator = new HtmlValidate({
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
      // White space at the ends of lines is the templates'.
      "no-trailing-whitespace": "off",
      // `<!doctype html>` is as good in small letters.
      "doctype-style": "off",
      "long-title": "off",
      // Programs that are spoken to find a field's label by `for` alone.
      "no-redundant-for": "off",
      // Text in several languages has its own marks.
      "no-raw-characters": ["error", { relaxed: true }],
    },
  });
  const report = await validator.validateString(text);
  return report.results.flatMap((result) =>
    result.messages.map((one) => `html ${one.ruleId}, line ${one.line}: ${one.message}`));
}
