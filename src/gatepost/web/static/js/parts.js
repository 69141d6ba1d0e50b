// Parts of the console's pages that htmx fetches: each is seen to be awaited, come or failed, says to screen readers what has come,
// and leaves the keyboard where it was. [data-counts] on a part selects what is counted of it, [data-tells] what is read once it is done.

import { announce } from "./announce.js";
import { awaitPart, endWaiting, failPart } from "./waiting.js";
import { say } from "./words.js";

let keyboardWasIn = false;

document.addEventListener("htmx:beforeRequest", ({ detail }) => awaitPart(detail.target));

// What was asked before a newer question: its answer is not awaited any more.
document.addEventListener("htmx:afterRequest", ({ detail }) => endWaiting(detail.target));

for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, ({ detail }) => {
    const { xhr, requestConfig, pathInfo } = detail;
    // What the role may not see, or what is not there any more: the page of it says so.
    if (xhr.status >= 400 && xhr.status < 500 && requestConfig.verb === "get") location.assign(pathInfo.finalRequestPath);
    else failPart(detail.target, () => askAgain(detail.elt));
  });
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // A form that is answered with what is wrong with it.
  if (detail.xhr.status === 400 && detail.xhr.responseText.includes(`id="${detail.target.id}"`)) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
  keyboardWasIn = detail.target.contains(document.activeElement);
});

document.addEventListener("htmx:afterSettle", ({ target: part }) => {
  if (keyboardWasIn && document.activeElement === document.body) stay(part);
  const sentence = sentenceOf(part);
  if (sentence) announce(part, sentence);
});

// A list that comes with its whole page: what is left says meanwhile that it waits.
document.addEventListener("click", (event) => {
  const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (event.target.closest(".subnav a, .pager a") && !event.defaultPrevented && !isElsewhere) awaitPart(content());
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) endWaiting(content());
});

function content() {
  return document.getElementById("content");
}

function askAgain(element) {
  if (element.matches("a")) element.click();
  else if (element.matches("form")) element.requestSubmit();
  else element.dispatchEvent(new Event("again"));
}

function stay(part) {
  const target = part.querySelector("[tabindex='0']") ?? part;
  if (target === part) part.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function sentenceOf(part) {
  if (part.dataset.counts) {
    return part.querySelector(".empty h2")?.textContent ?? say("found", { count: part.querySelectorAll(part.dataset.counts).length });
  }
  const isDone = part.dataset.tells && !part.hasAttribute("hx-trigger");
  return isDone ? part.querySelector(part.dataset.tells)?.textContent : null;
}
