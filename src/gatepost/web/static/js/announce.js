// Says a sentence to screen readers, from within the dialog where one is open: what is outside is inert then.

export function announce(element, sentence) {
  const scope = element.closest("dialog") ?? document;
  const announcer = scope.querySelector("[data-announcer]");
  announcer.textContent = "";
  // A region that says the same twice is read once: the change of the next frame is a change again.
  requestAnimationFrame(() => { announcer.textContent = sentence; });
}
