// What is typed into a reply is kept a moment later, as the button "Keep for later" does; nothing else is here.
"use strict";
const keep = document.querySelector("button[name=keep]");
let pause = 0;
let typed = false; // since it was sent last
let sending = false; // one at a time: the later words would else be overwritten by the earlier ones

function post() {
  clearTimeout(pause);
  typed = false;
  const fields = new URLSearchParams(new FormData(keep.form));
  fields.set("keep", "typed");
  return fetch(keep.formAction, { method: "POST", body: fields, keepalive: true }).catch(() => ({}));
}

async function send() {
  if (sending || !typed) return;
  sending = true;
  const answer = await post();
  sending = false;
  keep.parentElement.querySelector("[aria-live]").textContent = answer.ok ? "Kept." : "Not kept.";
  send();
}

if (keep) {
  keep.form.elements.body.addEventListener("input", () => {
    typed = true;
    clearTimeout(pause);
    pause = setTimeout(send, 500);
  });
  keep.form.addEventListener("submit", () => {
    clearTimeout(pause);
    typed = false;
  });
  addEventListener("pagehide", () => { if (typed) post(); });
}
