// Buttons that open a dialog: <form method="post" data-dialog="id of the dialog"> with <button formaction="page" data-in-dialog> in
// it. The answer's [data-dialog-content] is shown; other buttons of the form lead to their pages.

import { failPart } from "./waiting.js";

const LOST = Symbol("no answer");

export function enhanceDialogs(root, enhance) {
  for (const form of root.querySelectorAll("form[data-dialog]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button?.hasAttribute("data-in-dialog")) return;
      event.preventDefault();
      open(form, button, document.getElementById(form.dataset.dialog), enhance);
    });
  }
}

async function open(form, button, dialog, enhance) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const content = await fetchContent(form, button);
  button.ariaBusy = "false";
  if (content === null) {
    // A session that has ended, or an error: the page itself says so. This way of sending it asks no listener.
    form.action = button.formAction;
    form.submit();
    return;
  }
  dialog.replaceChildren();
  if (content === LOST) {
    failPart(dialog, () => {
      dialog.close();
      open(form, button, dialog, enhance);
    });
  } else {
    dialog.append(content);
    enhance(dialog);
    arrangeClosing(dialog);
  }
  dialog.showModal();
  dialog.scrollTop = 0;
}

async function fetchContent(form, button) {
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(button.formAction, { method: "POST", body, headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = page.querySelector("[data-dialog-content]");
    content?.classList.remove("card-plain");
    return content;
  } catch {
    return LOST;
  }
}

function arrangeClosing(dialog) {
  const close = dialog.querySelector("[data-dialog-close]");
  close.hidden = false;
  close.autofocus = true;
  // The keys do not stay behind in the page: they go with the dialog, whose own event, for Escape, comes a moment after it.
  const leave = () => { dialog.close(); dialog.replaceChildren(); };
  close.onclick = leave;
  // A click beside the dialog hits the element itself, one inside hits its content.
  dialog.onclick = (event) => { if (event.target === dialog) leave(); };
  dialog.onclose = () => dialog.replaceChildren();
}
