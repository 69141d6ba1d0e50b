// A search field that narrows a list as one types: <div hidden data-filter="id of the list"> around the field. The list
// holds <details data-filter-text> with items of the same kind in it; a word may match either.

import { announce } from "./announce.js";
import { say } from "./words.js";

export function enhanceFilters(root) {
  for (const box of root.querySelectorAll("[data-filter]")) {
    const list = document.getElementById(box.dataset.filter);
    if (list === null || list.querySelectorAll("details").length < 2) continue;
    const field = box.querySelector("input");
    box.hidden = false;
    field.addEventListener("input", () => filter(field, list));
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") focusFirst(list); });
  }
}

function filter(field, list) {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const group of list.querySelectorAll("details")) {
    const hit = narrow(group, words);
    group.hidden = !hit;
    shown += hit ? 1 : 0;
  }
  list.querySelector("[data-filter-empty]").hidden = shown > 0;
  announce(field, say("found", { count: shown }));
}

// A group stays where each word is in its own text or in one of its items; only such items stay in it.
function narrow(group, words) {
  const own = fold(group.dataset.filterText);
  const rest = words.filter((word) => !own.includes(word));
  let matching = 0;
  for (const item of group.querySelectorAll("[data-filter-text]")) {
    const hit = rest.every((word) => fold(item.dataset.filterText).includes(word));
    item.hidden = !hit;
    matching += hit ? 1 : 0;
  }
  group.open = openState(group, words.length > 0 && matching > 0);
  return matching > 0 || rest.length === 0;
}

// While something is typed, what matches is open; after that each group is as the person had left it.
function openState(group, searching) {
  if (searching) {
    group.dataset.openBefore ??= String(group.open);
    return true;
  }
  const before = group.dataset.openBefore ?? String(group.open);
  delete group.dataset.openBefore;
  return before === "true";
}

function focusFirst(list) {
  list.querySelector("details:not([hidden]) > summary")?.focus();
}

// Case and accents do not count: "zurich" finds "Zürich".
function fold(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}
