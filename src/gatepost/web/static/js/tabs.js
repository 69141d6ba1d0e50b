// Sections that become tabs: <div data-tabs="label"> with <section data-tab="title" data-tab-for="key"> in it. The one for
// the person's own system, or the one that they chose last, is open (WAI-ARIA practices, "Tabs with automatic activation").

const STORED = "gatepost-tab";

export function enhanceTabs(root) {
  for (const group of root.querySelectorAll("[data-tabs]")) build(group);
}

function build(group) {
  const panels = [...group.querySelectorAll("[data-tab]")];
  const list = document.createElement("div");
  list.className = "tabs";
  list.role = "tablist";
  list.ariaLabel = group.dataset.tabs;
  const tabs = panels.map((panel) => tabOf(panel));
  list.append(...tabs);
  group.prepend(list);
  const select = (index) => {
    tabs.forEach((tab, at) => {
      tab.ariaSelected = String(at === index);
      tab.tabIndex = at === index ? 0 : -1;
      panels[at].hidden = at !== index;
    });
  };
  const choose = (index) => {
    select(index);
    tabs[index].focus();
    remember(panels[index].dataset.tabFor);
  };
  tabs.forEach((tab, index) => tab.addEventListener("click", () => choose(index)));
  list.addEventListener("keydown", (event) => {
    const next = target(event.key, tabs.indexOf(document.activeElement), tabs.length);
    if (next === null) return;
    event.preventDefault();
    choose(next);
  });
  select(Math.max(0, panels.findIndex((panel) => panel.dataset.tabFor === preferred())));
}

function tabOf(panel) {
  const tab = document.createElement("button");
  tab.type = "button";
  tab.className = "tab";
  tab.role = "tab";
  tab.id = `tab-${panel.dataset.tabFor}`;
  tab.textContent = panel.dataset.tab;
  panel.id = `panel-${panel.dataset.tabFor}`;
  panel.role = "tabpanel";
  panel.setAttribute("aria-labelledby", tab.id);
  tab.setAttribute("aria-controls", panel.id);
  return tab;
}

function target(key, current, count) {
  switch (key) {
    case "ArrowRight": return (current + 1) % count;
    case "ArrowLeft": return (current + count - 1) % count;
    case "Home": return 0;
    case "End": return count - 1;
    default: return null;
  }
}

function preferred() {
  return stored() ?? (/windows/i.test(navigator.userAgent) ? "powershell" : "posix");
}

// A browser may forbid storage; the choice is then not remembered.
function stored() {
  try { return localStorage.getItem(STORED); } catch { return null; }
}

function remember(key) {
  try { localStorage.setItem(STORED, key); } catch { /* as above */ }
}
