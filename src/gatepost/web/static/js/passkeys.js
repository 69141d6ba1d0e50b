// Passkeys: <form hidden data-passkey="get" or "create" data-passkey-options="where the options are asked for"> with a field
// `credential`. The form is shown where the browser knows passkeys; sending it has the browser sign, and sends what it signed.
// With data-passkey-conditional the browser also offers passkeys in the page's field for the user name.

import { say } from "./words.js";

const SENTENCES = { NotAllowedError: "passkeyTimedOut", AbortError: "passkeyTimedOut", InvalidStateError: "passkeyKnown" };

// A passkey belongs to a name: at an IP address, such as 127.0.0.1, a browser has none (WebAuthn level 2, section 5.1.3).
const IS_ADDRESS = /^[\d.]+$|^\[/.test(location.hostname);

let waiting = null;

export function enhancePasskeys(root) {
  if (!window.PublicKeyCredential || IS_ADDRESS) return;
  for (const missing of root.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
  for (const form of root.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
    if ("passkeyConditional" in form.dataset) offer(form);
  }
}

async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  try {
    await sign(form, { mediation: "conditional" });
  } catch {
    // It was only an offer: the button and the password are there.
  }
}

async function answer(form) {
  const button = form.querySelector("button");
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    await sign(form, {});
  } catch (error) {
    explain(form, error);
  }
  button.ariaBusy = "false";
}

async function sign(form, how) {
  // One request at a time: what the browser offers gives way to what the person asks for.
  waiting?.abort();
  const mine = new AbortController();
  waiting = mine;
  const options = await fetchOptions(form, mine.signal);
  if (options === null) return;
  const container = navigator.credentials;
  const asked = { publicKey: decoded(options), signal: mine.signal, ...how };
  const credential = await (form.dataset.passkey === "create" ? container.create(asked) : container.get(asked));
  form.elements.credential.value = JSON.stringify(encoded(credential));
  form.submit();
}

async function fetchOptions(form, signal) {
  const body = new URLSearchParams(new FormData(form));
  const response = await fetch(form.dataset.passkeyOptions, { method: "POST", body, signal });
  if (!response.ok) throw new Error(`no options: ${response.status}`);
  const { publicKey, goTo } = await response.json();
  if (goTo === undefined) return publicKey;
  location.assign(goTo);
  return null;
}

function explain(form, error) {
  const place = form.querySelector("[data-passkey-problem]");
  place.querySelector("span").textContent = say(SENTENCES[error.name] ?? "passkeyFailed");
  place.role = "alert";
  place.hidden = false;
}

// What JSON cannot hold goes as base64url (WebAuthn level 3, parseCreationOptionsFromJSON and toJSON, which are not everywhere).

function decoded(options) {
  const known = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: known(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }),
  };
}

function encoded(credential) {
  const { response } = credential;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const parts = names.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: Object.fromEntries(parts) };
}

function bytes(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
