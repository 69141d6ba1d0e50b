// Password fields: a button that shows what was typed, <button hidden data-reveal="id of the field">, and a form that asks
// for the same password twice, <form data-password-pair="what to say where they differ">.

export function enhancePasswords(root) {
  for (const button of root.querySelectorAll("[data-reveal]")) {
    button.hidden = false;
    button.addEventListener("click", () => reveal(button, document.getElementById(button.dataset.reveal)));
  }
  for (const form of root.querySelectorAll("[data-password-pair]")) {
    form.addEventListener("input", () => compare(form));
  }
}

function reveal(button, field) {
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.ariaPressed = String(shown);
  const picture = button.querySelector("use");
  picture.setAttribute("href", picture.getAttribute("href").replace(/#.*/, shown ? "#eye-off" : "#eye"));
}

function compare(form) {
  const [first, second] = [form.elements.password, form.elements.password_again];
  second.setCustomValidity(first.value === second.value ? "" : form.dataset.passwordPair);
}
