// Has the device make a passkey or answer with one (WebAuthn Level 3, section 7), and sends the answer by the page's own form. Without
// it, and in browsers that know no passkeys, the forms stay hidden: there are other ways in.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

// readable gives the options as the browser takes them: with bytes where JSON has text.
function readable(options) {
  const out = { ...options, challenge: bytes(options.challenge) };
  if (options.user) {
    out.user = { ...options.user, id: bytes(options.user.id) };
    out.excludeCredentials = named(options.excludeCredentials);
  } else {
    out.allowCredentials = named(options.allowCredentials);
  }
  return out;
}

// writable gives the answer as it is sent.
function writable(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined, clientExtensionResults: credential.getClientExtensionResults(),
  });
}

function why(error) {
  switch (error.name) {
    case "NotAllowedError": return "Nothing was done: it was broken off, or took too long. You can try again.";
    case "InvalidStateError": return "This device has a passkey for you here already.";
    default: return "This did not work. Try again, or come in another way.";
  }
}

async function ask(form) {
  const state = form.querySelector("[data-passkey-state]");
  state.textContent = "Your browser asks you now.";
  try {
    const answer = await fetch(form.dataset.options, { method: "POST", headers: { Accept: "application/json" } });
    const asked = await answer.json();
    if (!answer.ok) {
      state.textContent = asked.message;
      return;
    }
    const publicKey = readable(asked.options.publicKey);
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.challenge.value = asked.id;
    form.elements.credential.value = writable(credential);
    state.textContent = "";
    form.submit();
  } catch (error) {
    state.textContent = why(error);
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}
