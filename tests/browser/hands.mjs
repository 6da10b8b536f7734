// How somebody acts on a page: with a pointer (a mouse, a finger), or with the keyboard alone. Both do
// the same things, so that a journey is told once and walked with either.

const STOPS = 300;

/** Tabs on until `there(words)` holds, where `words` are those the focused thing is called by. */
export async function tabTo(tab, what, there) {
  const seen = new Set();
  for (let n = 0; n < STOPS; n += 1) {
    await tab.page.keyboard.press("Tab");
    const words = await tab.page.evaluate(() => {
      const one = document.activeElement;
      const label = one.labels?.[0]?.innerText;
      return (one.getAttribute("aria-label") ?? label ?? one.innerText ?? "").replace(/\s+/g, " ").trim();
    });
    if (await there(words)) return;
    seen.add(words);
  }
  throw new Error(`the keyboard never reaches ${what}; it reaches ${[...seen].join(" | ")}`);
}

export const pointer = {
  /** A link or a button that leads on. */
  async lead(tab, found) {
    await found.click();
    await tab.settled();
  },
  async fill(_, found, text) {
    await found.fill(text);
  },
  async choose(_, found) {
    await found.check();
  },
  async select(_, found, option) {
    await found.selectOption({ label: option });
  },
};

/** Tab, Enter, Space, arrows and letters. */
export const keyboard = {
  async lead(tab, found) {
    await reach(tab, found);
    await tab.leads(() => tab.page.keyboard.press("Enter"));
  },
  async fill(tab, found, text) {
    await reach(tab, found);
    await tab.page.keyboard.press("Control+a");
    await tab.page.keyboard.press("Delete");
    await tab.page.keyboard.type(text);
  },
  /** Of radio buttons only one can be reached by Tab; arrows lead to the others. */
  async choose(tab, found) {
    const wanted = await found.elementHandle();
    const group = (one, name) => one.type === "radio" && one.name === name;
    const name = await wanted.evaluate((one) => one.type === "radio" && one.name);
    const inGroup = () => tab.page.evaluate(`(${group})(document.activeElement, ${JSON.stringify(name)})`);
    await tabTo(tab, await found.evaluate(called), async () => (await focused(wanted)) || (name && (await inGroup())));
    for (let n = 0; n < STOPS && !(await focused(wanted)); n += 1) await tab.page.keyboard.press("ArrowDown");
    if (!(await wanted.isChecked())) await tab.page.keyboard.press("Space");
    if (!(await wanted.isChecked())) throw new Error(`the keyboard does not choose ${await found.evaluate(called)}`);
  },
  /** A list that is closed goes to the line whose first letters are typed. */
  async select(tab, found, option) {
    await reach(tab, found);
    await tab.page.keyboard.type(option);
    const chosen = await found.evaluate((one) => one.selectedOptions[0]?.label);
    if (chosen !== option) throw new Error(`the keyboard chooses ${chosen}, not ${option}`);
  },
};

async function reach(tab, found) {
  const wanted = await found.elementHandle();
  if (await focused(wanted)) return;
  await tabTo(tab, await found.evaluate(called), () => focused(wanted));
}

function focused(handle) {
  return handle.evaluate((one) => one === document.activeElement);
}

function called(one) {
  return one.labels?.[0]?.innerText ?? one.innerText ?? one.name;
}
