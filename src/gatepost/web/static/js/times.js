// Moments in the person's own time: <time datetime data-local-time>. The server writes UTC, which stays as the tooltip.

const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function enhanceTimes(root) {
  for (const time of root.querySelectorAll("[data-local-time]")) {
    time.title = time.textContent;
    time.textContent = FORMAT.format(new Date(time.dateTime));
  }
}
