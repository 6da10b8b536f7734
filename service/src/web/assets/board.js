// Dragging people between cohorts, or onto each other to exchange them. The page does the same with
// links and forms: what a change would cost is read from the very page that shows it, and a drop
// sends the very form that changes.
"use strict";
(() => {
  const board = document.getElementById("board");
  const drop = document.getElementById("drop");
  const swap = document.getElementById("swap");
  const said = document.getElementById("drag-said");
  if (!board || !drop || !swap || !board.dataset.open) return;
  const known = new Map();
  let held = null;
  let over = null;

  // Where letting go would do something: somebody in another cohort, or else that cohort.
  const aimed = (event) => {
    const cohort = event.target.closest("[data-cohort]");
    if (!cohort || cohort.contains(held)) return null;
    return event.target.closest("[data-person]") ?? cohort;
  };
  // The page that says what letting go there would cost, and the form that does it.
  const address = (person, aim) => {
    const page = person.querySelector("a").href;
    const { cohort, person: other } = aim.dataset;
    return other ? `${page}/byt?med=${other}` : `${page}?till=${encodeURIComponent(cohort)}`;
  };
  const send = (person, aim) => {
    const { cohort, person: other } = aim.dataset;
    const form = other ? swap : drop;
    form.elements.vem.value = person.dataset.person;
    if (other) form.elements.med.value = other;
    else form.elements.till.value = cohort;
    form.submit();
  };

  // What it would do: a sentence, and whether a rule stands in the way.
  const effect = async (person, aim) => {
    const page = address(person, aim);
    if (!known.has(page)) {
      const read = fetch(page, { credentials: "same-origin" }).then(async (answer) => {
        if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
        const found = new DOMParser().parseFromString(await answer.text(), "text/html");
        const short = found.getElementById("effect-short");
        return { words: short.textContent.trim(), broken: short.dataset.broken === "yes" };
      });
      read.catch(() => known.delete(page));
      known.set(page, read);
    }
    return known.get(page);
  };
  const say = (words) => {
    said.hidden = false;
    said.textContent = words;
  };
  const leave = () => {
    if (over) over.classList.remove("over");
    over = null;
  };
  const enter = async (aim) => {
    if (aim === over) return;
    leave();
    if (!aim) {
      said.hidden = true;
      return;
    }
    over = aim;
    aim.classList.add("over");
    say(board.dataset.said);
    try {
      const { words } = await effect(held, aim);
      if (over === aim) say(words);
    } catch {
      if (over === aim) say(board.dataset.lost);
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
    const aim = aimed(event);
    if (aim) event.preventDefault();
    enter(aim);
  });
  board.addEventListener("drop", async (event) => {
    const person = held;
    const aim = person && aimed(event);
    if (!aim) return;
    event.preventDefault();
    try {
      const { words, broken } = await effect(person, aim);
      say(words);
      if (broken) return;
    } catch {
      say(board.dataset.lost);
      return;
    }
    send(person, aim);
  });
})();
