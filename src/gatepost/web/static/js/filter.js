// A search that narrows a page as one types: <form role="search" data-filter="id of the results"> around the field. With
// data-is-complete all there is stands in the results: <details data-filter-text> with items of the same kind in them, and single
// [data-filter-text]; a word may match a group or its items. Otherwise the server is asked for the page of what was typed.

import { announce } from "./announce.js";
import { awaitPart, endWaiting, failPart } from "./waiting.js";
import { say } from "./words.js";

const PAUSE_MILLISECONDS = 150;

export function enhanceFilters(root, enhance) {
  for (const form of root.querySelectorAll("form[data-filter]")) {
    const field = form.querySelector("input[type=search]");
    const narrow = "isComplete" in form.dataset ? () => filter(field, resultsOf(form)) : asking(form, field, enhance);
    field.addEventListener("input", narrow);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      focusFirst(resultsOf(form));
    });
  }
}

function resultsOf(form) {
  return document.getElementById(form.dataset.filter);
}

function filter(field, results) {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  const groups = [...results.querySelectorAll("details")];
  for (const group of groups) {
    const hit = narrow(group, words);
    group.hidden = !hit;
    shown += hit ? 1 : 0;
  }
  results.querySelector("[data-filter-empty]")?.toggleAttribute("hidden", shown > 0 || groups.length === 0);
  for (const rest of results.querySelectorAll("[data-filter-rest]")) rest.hidden = words.length > 0;
  for (const single of results.querySelectorAll("[data-filter-text]")) {
    if (single.closest("details")) continue;
    single.hidden = !words.every((word) => fold(single.dataset.filterText).includes(word));
    shown += single.hidden ? 0 : 1;
  }
  announce(field, say("found", { count: shown }));
}

// What was typed last counts: an answer that comes after a later question is dropped.
function asking(form, field, enhance) {
  let waiting = null;
  let pause = null;
  return () => {
    clearTimeout(pause);
    pause = setTimeout(async () => {
      waiting?.abort();
      waiting = new AbortController();
      await show(form, field, waiting.signal, enhance);
    }, PAUSE_MILLISECONDS);
  };
}

async function show(form, field, signal, enhance) {
  const address = `${form.action}?${new URLSearchParams({ q: field.value })}`;
  const results = resultsOf(form);
  awaitPart(results);
  try {
    const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (response.redirected || (response.status >= 400 && response.status < 500)) {
      // A sign-in that has ended, or something to be told: the page itself says so.
      location.assign(address);
      return;
    }
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    results.replaceChildren(...page.getElementById(results.id).childNodes);
    endWaiting(results);
    enhance(results);
    announce(field, say("found", { count: results.querySelectorAll("details, .tile").length }));
  } catch (error) {
    if (error.name !== "AbortError") failPart(results, () => show(form, field, signal, enhance));
  }
}

// A group stays where each word is in its own text or in one of its items; only such items stay in it.
function narrow(group, words) {
  const own = fold(group.dataset.filterText);
  const rest = words.filter((word) => !own.includes(word));
  let matching = 0;
  for (const item of group.querySelectorAll("[data-filter-text]")) {
    // An item's own text is its first part: the buttons beside it are the same in each.
    const text = fold(item.firstElementChild.textContent);
    const hit = rest.every((word) => text.includes(word));
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

function focusFirst(results) {
  results.querySelector("details:not([hidden]) > summary, li:not([hidden]) > .tile")?.focus();
}

// Case and accents do not count: "zurich" finds "Zürich".
function fold(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}
