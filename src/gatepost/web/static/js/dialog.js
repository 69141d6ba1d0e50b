// Links that open in a dialog: <a href="page" data-dialog="id of the dialog">. The page's [data-dialog-content] is shown.

export function enhanceDialogs(root, enhance) {
  for (const link of root.querySelectorAll("a[data-dialog]")) {
    link.addEventListener("click", (event) => {
      // With a modifier the person asked for another tab or window.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(link, document.getElementById(link.dataset.dialog), enhance);
    });
  }
}

async function open(link, dialog, enhance) {
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  const content = await fetchContent(link.href);
  link.ariaBusy = "false";
  if (content === null) {
    // A session that has ended, or an error: the page itself says so.
    location.assign(link.href);
    return;
  }
  dialog.replaceChildren(content);
  enhance(dialog);
  arrangeClosing(dialog);
  dialog.showModal();
  dialog.scrollTop = 0;
}

async function fetchContent(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "text/html" } });
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
  close.onclick = () => dialog.close();
  // A click beside the dialog hits the element itself, one inside hits its content.
  dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
  // The keys do not stay behind in the page.
  dialog.onclose = () => dialog.replaceChildren();
}
