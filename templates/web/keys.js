// A single key does what the element that names it in aria-keyshortcuts would do when clicked; nothing else is here.
"use strict";
let left = false; // one key, one decision: none acts twice while the next page is on its way
addEventListener("pageshow", () => { left = false; });

function typing(target) {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    || (target instanceof HTMLInputElement && target.type !== "checkbox");
}

function step(by) {
  const rows = [...document.querySelectorAll(".queue a.role")];
  const at = rows.indexOf(document.activeElement), to = at + by;
  const turn = at >= 0 && !rows[to] && document.querySelector(`.sheets a[rel=${by > 0 ? "next" : "prev"}]`);
  if (turn) act(turn);
  else if (rows.length) rows[Math.min(rows.length - 1, Math.max(0, to))].focus();
  return rows.length > 0;
}

function act(element) {
  if (element.matches("input, textarea")) {
    element.focus();
  } else if (element.hash && element.pathname + element.search === location.pathname + location.search) {
    document.querySelector(element.hash).focus();
  } else {
    left = true;
    element.click();
  }
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (typing(event.target) || event.repeat || left) return;
  const element = [...document.querySelectorAll("[aria-keyshortcuts]")]
    .find((one) => one.getAttribute("aria-keyshortcuts") === event.key);
  const moves = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  if (element) {
    act(element);
  } else if (!(event.key in moves) || !step(moves[event.key])) {
    return;
  }
  event.preventDefault();
});
