// How hard a new password is to guess, shown as one types: <div hidden data-strength="id of the field" data-words="a|b|c|d|e">
// with the person's own words in data-own, and rules beside it, <li data-rule="length"> and <li data-rule="guess">.
// What is typed stays in the browser. The server decides by its own rules; this only helps to choose.

const LIBRARY = ["core.js", "common.js"].map((name) => new URL(`../vendor/zxcvbn-ts/${name}`, import.meta.url));
const GUESSED_FIRST = 1;

let loading = null;

export function enhanceStrength(root) {
  for (const meter of root.querySelectorAll("[data-strength]")) {
    const field = document.getElementById(meter.dataset.strength);
    // Half a megabyte of dictionaries: only for whoever begins to choose a password.
    field.addEventListener("focus", () => library(), { once: true });
    field.addEventListener("input", () => judge(meter, field));
  }
}

// Resolves to null where the dictionaries are away: then nothing is shown.
function library() {
  return (loading ??= load().catch(() => null));
}

async function load() {
  for (const url of LIBRARY) await loadScript(url);
  const { core, "language-common": common } = window.zxcvbnts;
  return new core.ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

async function judge(meter, field) {
  const typed = field.value;
  mark(field, "length", [...typed.normalize("NFKC")].length >= field.minLength);
  if (!typed) {
    meter.hidden = true;
    mark(field, "guess", false);
    return;
  }
  const judge = await library();
  // Where somebody has typed on meanwhile, a later call judges that.
  if (judge === null || typed !== field.value) return;
  const { score } = judge.check(typed, ownWords(meter));
  meter.hidden = false;
  meter.dataset.score = score;
  meter.querySelector("[role=status]").textContent = meter.dataset.words.split("|")[score];
  mark(field, "guess", score > GUESSED_FIRST);
}

// Names as they are, and the parts of names and addresses.
function ownWords(meter) {
  return meter.dataset.own.split("\n").flatMap((text) => [text, ...text.split(/[\s@._-]+/)]);
}

function mark(field, rule, isMet) {
  field.form.querySelector(`[data-rule=${rule}]`)?.classList.toggle("met", isMet);
}
