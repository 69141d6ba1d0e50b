// The console's parts that htmx fetches come to life as those of a whole page do, and a form is sent once.

import "./parts.js";
import { enhanceActions } from "./actions.js";
import { enhanceTimes } from "./times.js";

enhanceActions(document);

document.addEventListener("htmx:load", (event) => {
  // The whole page was enhanced when it came.
  if (event.detail.elt !== document.body) enhanceTimes(event.detail.elt);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  if (event.submitter) event.submitter.ariaBusy = "true";
});

// A page that the browser keeps and shows again can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.ariaBusy = null;
});

// A file that the server would refuse for its size is not sent at all.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.type !== "file" || !form?.dataset.mostBytes) return;
  const [file] = event.target.files;
  const tooLarge = file && file.size > Number(form.dataset.mostBytes);
  event.target.setCustomValidity(tooLarge ? "This file is too large: divide it." : "");
  event.target.reportValidity();
});
