// What scripts say, in the language of the page: layout.html holds the words as JSON, and {name} in them is filled in.

const WORDS = JSON.parse(document.getElementById("words").textContent);

export function say(key, values = {}) {
  return WORDS[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
