// What is typed into a reply is kept a moment later, as the button "Keep for later" does; nothing else is here.
"use strict";
const keep = document.querySelector("button[name=keep]");
let pause = 0;

async function send() {
  const fields = new URLSearchParams(new FormData(keep.form));
  fields.set("keep", "typed");
  const answer = await fetch(keep.formAction, { method: "POST", body: fields, keepalive: true }).catch(() => ({}));
  keep.parentElement.querySelector("[aria-live]").textContent = answer.ok ? "Kept." : "Not kept.";
}

if (keep) {
  keep.form.elements.body.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(send, 500);
  });
  keep.form.addEventListener("submit", () => clearTimeout(pause));
}
