// While somebody types the name of an action into a policy, the known ones that begin so are offered below it.

const MOST = 8;

function word(editor) {
  const before = editor.value.slice(0, editor.selectionStart);
  const found = before.match(/"([A-Za-z0-9-]+:?[A-Za-z0-9*]*)$/);
  return found === null ? "" : found[1];
}

function insert(editor, typed, action) {
  const end = editor.selectionStart;
  const rest = editor.value.slice(end).match(/^[A-Za-z0-9*]*"?/)[0];
  editor.focus();
  editor.setRangeText(`${action}"`, end - typed.length, end + rest.length, "end");
  editor.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(editor, list, actions) {
  const typed = word(editor);
  const wanted = typed.toLowerCase();
  const fitting = typed.length < 2 ? [] : actions.filter((each) => each.toLowerCase().startsWith(wanted)).slice(0, MOST);
  const buttons = fitting
    .filter((each) => each !== typed)
    .map((each) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-quiet btn-small mono";
      button.textContent = each;
      button.addEventListener("click", () => insert(editor, typed, each));
      return button;
    });
  list.replaceChildren(...buttons);
}

export function enhanceActions(root) {
  const editor = root.querySelector("[data-completes]");
  if (editor === null) return;
  const list = document.getElementById(editor.dataset.completes);
  const actions = JSON.parse(list.dataset.actions);
  editor.addEventListener("input", () => offer(editor, list, actions));
  editor.addEventListener("click", () => offer(editor, list, actions));
  editor.addEventListener("keydown", (event) => {
    const first = list.querySelector("button");
    if (event.key !== "ArrowDown" || !event.altKey || first === null) return;
    event.preventDefault();
    first.focus();
  });
}
