// Passkeys: asks the browser, puts its answer into the form, sends the form.
// Without this script, or in a browser without passkeys, the forms stay hidden.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function asked(kind, options) {
  const key = { ...options, challenge: bytes(options.challenge) };
  if (kind === "create") {
    key.user = { ...options.user, id: bytes(options.user.id) };
    key.excludeCredentials = known(options.excludeCredentials);
  } else {
    key.allowCredentials = known(options.allowCredentials);
  }
  return { publicKey: key };
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const part = credential.response[name];
    if (part) response[name] = text(part);
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: {},
  });
}

async function send(form) {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    const kind = form.dataset.passkey;
    const options = asked(kind, JSON.parse(form.dataset.options));
    form.elements.answer.value = answered(await navigator.credentials[kind](options));
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
  for (const note of document.querySelectorAll("[data-without]")) note.hidden = true;
}
