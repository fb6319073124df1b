// Asks the browser for a passkey, to make one or to sign in with one, and sends what it gives. The
// forms are shown only where this runs: without it, an authenticator app does the same.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function plain(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = words(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: words(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function made(options, alone) {
  const asked = options.publicKey;
  if (alone !== undefined) {
    asked.authenticatorSelection = {
      ...asked.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone ? { userVerification: "required" } : {}),
    };
  }
  return navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
    },
  });
}

const shown = (options) =>
  navigator.credentials.get({
    publicKey: {
      ...options.publicKey,
      challenge: bytes(options.publicKey.challenge),
      allowCredentials: named(options.publicKey.allowCredentials),
    },
  });

async function optionsOf(form) {
  const here = document.getElementById("passkey-options");
  if (form.dataset.passkey !== "sign-in") {
    const options = JSON.parse(here.textContent);
    return options.creation_options ?? options.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const says = form.querySelector("[data-passkey-says]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says.hidden = true;
    try {
      if (!navigator.credentials || !window.PublicKeyCredential) {
        says.textContent = form.dataset.unknown;
        says.hidden = false;
        return;
      }
      const options = await optionsOf(form);
      const credential =
        form.dataset.passkey === "make"
          ? await made(options, form.elements.passwordless?.checked)
          : await shown(options);
      form.elements.credential.value = JSON.stringify(plain(credential));
      form.submit();
    } catch (error) {
      says.textContent = form.dataset.failed;
      says.hidden = false;
    }
  });
}
