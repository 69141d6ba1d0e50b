// Sends the form of a page that only carries a message onward: <form data-sends-itself>. Without a script its button does.

export function enhanceSending(root) {
  root.querySelector("form[data-sends-itself]")?.requestSubmit();
}
