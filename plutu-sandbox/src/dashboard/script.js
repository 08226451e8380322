"use strict";
// Shows changes as they happen, and copies strings. The page works without it.

const state = document.getElementById("state");

// Shows the buttons that need a script.
function reveal(part) {
  for (const button of part.querySelectorAll("[data-copy]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.dataset.raw ?? source.textContent);
    state.textContent = state.dataset.copied;
  } catch {
    // Browsers allow access to the clipboard only on addresses that they trust.
    getSelection().selectAllChildren(source);
    state.textContent = state.dataset.selected;
  }
});

// Replaces a part of the page. Open details stay open, and the focus stays where it was.
function replace(id, page) {
  const old = document.getElementById(id);
  const open = [...old.querySelectorAll("details[open]")].map((details) => details.id);
  const fresh = document.adoptNode(page.getElementById(id));
  for (const name of open) {
    const details = fresh.querySelector("#" + CSS.escape(name));
    if (details) details.open = true;
  }
  const focused = old.contains(document.activeElement) && document.activeElement.closest("[id]");
  reveal(fresh);
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused.id)?.querySelector("summary, a, button")?.focus();
  return fresh;
}

async function refresh() {
  const answer = await fetch(location.pathname + location.search);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isTyping = document.activeElement?.matches("#desk input, #desk select");
  if (!isTyping) replace("desk", page);
  return replace("live", page).dataset.change;
}

async function follow() {
  let seen = document.getElementById("live").dataset.change;
  for (;;) {
    try {
      const answer = await fetch("/dashboard/changes?since=" + encodeURIComponent(seen));
      if (!answer.ok) throw new Error(answer.statusText);
      if ((await answer.text()) !== seen) seen = await refresh();
      if (state.textContent === state.dataset.lost) state.textContent = "";
    } catch {
      state.textContent = state.dataset.lost;
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
}

reveal(document);
follow();
