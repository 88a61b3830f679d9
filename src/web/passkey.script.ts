/**
 * The one script of the console, as text, so that a build of TypeScript alone carries it. It stands on the pages on which a passkey is made
 * or used, because no form can ask a device; without it the form stays hidden and the page works as it did. It gives the device what the
 * server asks, puts the device's answer into the form, and sends that. It keeps nothing.
 */
export const passkeyScript = `
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
const named = (credentials) => (credentials || []).map((each) => ({ ...each, id: bytes(each.id) }));

async function asked(form) {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const answer = await fetch(form.dataset.ask, { method: 'POST', headers, body: '{}' });
  if (!answer.ok) throw new Error('The host did not answer. Try again, or use your password.');
  return answer.json();
}

async function fromDevice(form, options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (form.dataset.passkey === 'use') {
    publicKey.allowCredentials = named(options.allowCredentials);
    return navigator.credentials.get({ publicKey });
  }
  publicKey.user = { ...options.user, id: bytes(options.user.id) };
  publicKey.excludeCredentials = named(options.excludeCredentials);
  return navigator.credentials.create({ publicKey });
}

function written({ id, type, rawId, response, authenticatorAttachment }) {
  const says = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) says.attestationObject = text(response.attestationObject);
  if (response.authenticatorData) says.authenticatorData = text(response.authenticatorData);
  if (response.signature) says.signature = text(response.signature);
  if (response.userHandle) says.userHandle = text(response.userHandle);
  return JSON.stringify({ id, type, rawId: text(rawId), response: says, authenticatorAttachment, clientExtensionResults: {} });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll('form[data-passkey]') : []) {
  form.closest('[hidden]')?.removeAttribute('hidden');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const says = form.querySelector('[data-says]');
    says.textContent = '';
    try {
      const { step, options } = await asked(form);
      form.elements.answer.value = written(await fromDevice(form, options));
      form.elements.step.value = step;
      form.submit();
    } catch (error) {
      says.textContent = error.name === 'NotAllowedError' ? 'The device did not agree, or nobody answered it. Try again.' : error.message;
    }
  });
}
`.trimStart();
