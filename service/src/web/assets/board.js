// Dragging people between cohorts. The page does the same with links and forms: what a move would
// cost is read from the very page that shows it, and a drop sends the very form that moves.
"use strict";
(() => {
  const board = document.getElementById("board");
  const form = document.getElementById("drop");
  const said = document.getElementById("drag-said");
  if (!board || !form || !board.dataset.open) return;
  const known = new Map();
  let held = null;
  let over = null;

  // What a move would do: a sentence, and whether a rule stands in the way.
  const effect = async (person, code) => {
    const address = `${person.querySelector("a").href}?till=${encodeURIComponent(code)}`;
    if (!known.has(address)) {
      const read = fetch(address, { credentials: "same-origin" }).then(async (answer) => {
        if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const short = page.getElementById("effect-short");
        return { words: short.textContent.trim(), broken: short.dataset.broken === "yes" };
      });
      read.catch(() => known.delete(address));
      known.set(address, read);
    }
    return known.get(address);
  };
  const say = (words) => {
    said.hidden = false;
    said.textContent = words;
  };
  const leave = () => {
    if (over) over.classList.remove("over");
    over = null;
  };
  const enter = async (cohort) => {
    if (cohort === over) return;
    leave();
    if (!cohort || cohort.contains(held)) {
      said.hidden = true;
      return;
    }
    over = cohort;
    cohort.classList.add("over");
    say(board.dataset.said);
    try {
      const { words } = await effect(held, cohort.dataset.cohort);
      if (over === cohort) say(words);
    } catch {
      if (over === cohort) say(board.dataset.lost);
    }
  };

  document.getElementById("drag-how").hidden = false;
  for (const person of board.querySelectorAll("[data-person]")) {
    person.draggable = true;
    // The link within would be dragged as an address.
    person.querySelector("a").draggable = false;
    person.addEventListener("dragstart", (event) => {
      held = person;
      person.classList.add("held");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", person.dataset.person);
    });
    person.addEventListener("dragend", () => {
      person.classList.remove("held");
      leave();
      held = null;
    });
  }
  board.addEventListener("dragover", (event) => {
    if (!held) return;
    const cohort = event.target.closest("[data-cohort]");
    if (cohort && !cohort.contains(held)) event.preventDefault();
    enter(cohort);
  });
  board.addEventListener("drop", async (event) => {
    const cohort = event.target.closest("[data-cohort]");
    const person = held;
    if (!person || !cohort || cohort.contains(person)) return;
    event.preventDefault();
    try {
      const { words, broken } = await effect(person, cohort.dataset.cohort);
      say(words);
      if (broken) return;
    } catch {
      say(board.dataset.lost);
      return;
    }
    form.elements.vem.value = person.dataset.person;
    form.elements.till.value = cohort.dataset.cohort;
    form.submit();
  });
})();
