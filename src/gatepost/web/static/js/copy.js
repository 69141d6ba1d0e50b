// Buttons that copy a text: <button hidden data-copy="id of the element"> with a <span data-copy-word> in it.

import { announce } from "./announce.js";
import { say } from "./words.js";

const SHOWN_MILLISECONDS = 2000;

export function enhanceCopying(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const source = button.closest(".copyable").querySelector("pre");
  const copied = await write(source);
  const word = button.querySelector("[data-copy-word]");
  word.textContent = say(copied ? "copied" : "copyKeys");
  announce(button, say(copied ? "copied" : "copySelected"));
  setTimeout(() => { word.textContent = say("copy"); }, SHOWN_MILLISECONDS);
}

async function write(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    // Plain http has no clipboard, and a browser may refuse it: the person copies what is selected for them.
    getSelection().selectAllChildren(source);
    return false;
  }
}
