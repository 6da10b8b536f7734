// What is more comfortable with a script. Every page does all it has to without.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  const said = document.getElementById(button.dataset.says);
  if (!navigator.clipboard || !text) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.trim());
    said.textContent = button.dataset.done;
  });
}

// Schools are found while their name is typed: what the button would fetch is put in the list,
// and said in the live region. What is chosen stays chosen, and the focus stays in the field.
const sought = document.getElementById("sought");
const units = document.getElementById("units");
const found = document.getElementById("found");
if (sought && units && found) {
  let last = sought.value.trim();
  let asked = 0;
  let wait;
  const show = (page) => {
    const list = page.getElementById("units");
    const said = page.getElementById("found");
    if (!list || !said) return;
    const chosen = document.querySelector("#workplace input:checked");
    for (const input of list.querySelectorAll("input")) input.removeAttribute("checked");
    const labels = [...list.children];
    if (chosen && units.contains(chosen)) {
      const same = labels.findIndex((label) => label.htmlFor === chosen.id);
      const label = chosen.closest("label");
      if (same < 0) labels.unshift(label);
      else labels[same] = label;
    }
    units.replaceChildren(...labels);
    found.textContent = said.textContent;
  };
  const look = async () => {
    const text = sought.value.trim();
    if (text === last) return;
    last = text;
    asked += 1;
    const mine = asked;
    const address = new URL(location.pathname, location.href);
    address.searchParams.set(sought.name, text);
    try {
      const answer = await fetch(address);
      const html = await answer.text();
      // An answer that comes late is to an older question.
      if (answer.ok && mine === asked) show(new DOMParser().parseFromString(html, "text/html"));
    } catch {
      // The button still finds them.
    }
  };
  // Enter and the button look at once, and stay on the page: going back leads to no form that was sent.
  for (const button of document.querySelectorAll(".find button")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      clearTimeout(wait);
      look();
    });
  }
  sought.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(look, 250);
  });
}
