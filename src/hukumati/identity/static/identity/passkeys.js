// Asks the browser to make or to use a passkey (Web Authentication Level 3), and sends what it answers by the form.
// Without JavaScript, or in a browser without passkeys, the forms stay hidden and the password signs in.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function creation(options) {
  const known = (options.excludeCredentials ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  const user = { ...options.user, id: bytes(options.user.id) };
  return { ...options, challenge: bytes(options.challenge), user, excludeCredentials: known };
}

const request = (options) => ({ ...options, challenge: bytes(options.challenge), allowCredentials: [] });

function written(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    answer.attestationObject = text(response.attestationObject);
    answer.transports = response.getTransports?.() ?? [];
  } else {
    answer.authenticatorData = text(response.authenticatorData);
    answer.signature = text(response.signature);
    if (response.userHandle) answer.userHandle = text(response.userHandle);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: {},
  });
}

function send(form, credential) {
  form.elements.credential.value = written(credential);
  form.submit();
}

function tell(form, message) {
  const place = form.querySelector("[data-passkey-status]");
  place.textContent = message;
  place.hidden = !message;
}

async function challenge(form) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(form.dataset.challenge, { method: "POST", body });
  if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
  return request(await answer.json());
}

// The browser offers passkeys in the list under the field for the number, until the button is pressed.
let offered = new AbortController();

async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const { signal } = offered;
  try {
    const publicKey = await challenge(form);
    send(form, await navigator.credentials.get({ publicKey, mediation: "conditional", signal }));
  } catch {
    // nothing was chosen from the list: the button and the password are still there
  }
}

async function use(form) {
  offered.abort();
  offered = new AbortController();
  send(form, await navigator.credentials.get({ publicKey: await challenge(form) }));
}

async function make(form) {
  send(form, await navigator.credentials.create({ publicKey: creation(JSON.parse(form.dataset.options)) }));
}

const DOES = { use, make };

async function begin(form) {
  tell(form, "");
  try {
    await DOES[form.dataset.passkey](form);
  } catch (error) {
    tell(form, error.name === "InvalidStateError" ? form.dataset.known : form.dataset.cancelled);
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) begin(form);
    });
    if (form.dataset.passkey === "use" && document.querySelector("[autocomplete~=webauthn]")) offer(form);
  }
  for (const each of document.querySelectorAll("[data-passkey-missing]")) each.hidden = true;
}
