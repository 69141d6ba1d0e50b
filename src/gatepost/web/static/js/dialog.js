// Forms that open in a dialog: <form method="post" action="page" data-dialog="id of the dialog">. The answer's
// [data-dialog-content] is shown.

export function enhanceDialogs(root, enhance) {
  for (const form of root.querySelectorAll("form[data-dialog]")) {
    form.addEventListener("submit", (event) => {
      // A button of the form that leads elsewhere is none of the dialog's.
      if (event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      open(form, document.getElementById(form.dataset.dialog), enhance);
    });
  }
}

async function open(form, dialog, enhance) {
  const button = form.querySelector("button");
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const content = await fetchContent(form);
  button.ariaBusy = "false";
  if (content === null) {
    // A session that has ended, or an error: the page itself says so. This way of sending it asks no listener.
    form.submit();
    return;
  }
  dialog.replaceChildren(content);
  enhance(dialog);
  arrangeClosing(dialog);
  dialog.showModal();
  dialog.scrollTop = 0;
}

async function fetchContent(form) {
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = page.querySelector("[data-dialog-content]");
    content?.classList.remove("card-plain");
    return content;
  } catch {
    return null;
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
