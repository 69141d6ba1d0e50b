// Moments in the person's own time: <time datetime data-local-time>. The server writes UTC, which stays as the tooltip.

// The page's language, in the country that the person's browser names for it.
const PAGE = document.documentElement.lang;
const LOCALE = navigator.languages.find((each) => each.split("-")[0] === PAGE) ?? PAGE;
const FORMAT = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });

export function enhanceTimes(root) {
  for (const time of root.querySelectorAll("[data-local-time]")) {
    time.title = time.textContent;
    time.textContent = FORMAT.format(new Date(time.dateTime));
  }
}
