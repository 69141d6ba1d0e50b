// What is seen of a part of a page that is awaited, and of one that does not come: what stood there stays, [aria-busy] and with a
// line above it, and a failure takes its place with a button that asks again. A part that is .standing stays readable in both.

import { announce } from "./announce.js";
import { say } from "./words.js";

const SAID_AFTER_MILLISECONDS = 1000;

const sayings = new WeakMap();

export function awaitPart(part) {
  part.querySelector(":scope > .failed")?.remove();
  part.ariaBusy = "true";
  clearTimeout(sayings.get(part));
  sayings.set(part, setTimeout(() => announce(part, say("loading")), SAID_AFTER_MILLISECONDS));
}

export function endWaiting(part) {
  part.ariaBusy = "false";
  clearTimeout(sayings.get(part));
}

export function failPart(part, askAgain) {
  endWaiting(part);
  part.querySelector(":scope > .failed")?.remove();
  const failed = document.getElementById("failed-part").content.firstElementChild.cloneNode(true);
  const button = failed.querySelector("button");
  button.addEventListener("click", () => {
    // The keyboard stays on the page while the button goes away.
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    askAgain();
  });
  part.append(failed);
}
