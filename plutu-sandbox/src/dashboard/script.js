"use strict";
// Shows changes as they happen, and helps to copy. The page is whole without it.

const state = document.getElementById("state");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent;
    await navigator.clipboard.writeText(text);
    state.textContent = "Copied.";
  });
}

// Puts a new part of the page in the place of the old one; what is open stays open, and the focus where it is.
function replace(id, page) {
  const old = document.getElementById(id);
  const open = [...old.querySelectorAll("details[open]")].map((details) => details.id);
  const fresh = document.adoptNode(page.getElementById(id));
  for (const name of open) {
    const details = fresh.querySelector("#" + CSS.escape(name));
    if (details) details.open = true;
  }
  const focused = old.contains(document.activeElement) && document.activeElement.closest("[id]");
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused.id)?.querySelector("summary, a, button")?.focus();
  return fresh;
}

async function refresh() {
  const answer = await fetch("/");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isTyping = document.activeElement?.id === "fault";
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
      state.textContent = "";
    } catch {
      state.textContent = "The sandbox does not answer.";
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
}

follow();
