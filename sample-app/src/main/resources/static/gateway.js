import { Storage } from './conversations.js';

// Not kept beyond the tab, unlike conversations
const storage = new Storage('sessionStorage');
const form = document.getElementById('gateway-key');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  storage.set('gateway-key', form.elements.key.value.trim());
  location.reload();
});

function ask(wrong) {
  document.getElementById('wrong-key').hidden = !wrong;
  if (form.hidden) {
    form.hidden = false;
    form.elements.key.focus();
  }
}

/**
 * There was no response, so that the server may or may not have got the request.
 */
export class UnreachableError extends Error {

  constructor() {
    super('The server cannot be reached.');
  }

}

/**
 * Calls the server, with the gateway's key if the user has given it, and asks for it where
 * it is missing or wrong.
 */
export async function call(path, options = {}) {
  const key = storage.get('gateway-key');
  const response = await fetch(path,
    { ...options, headers: { ...options.headers, ...(key && { authorization: `Bearer ${key}` }) } })
    .catch((error) => {
      throw error.name === 'AbortError' ? error : new UnreachableError();
    });
  if (response.status === 401 && response.headers.get('www-authenticate')?.includes('realm="gateway"')) {
    ask(key);
  }
  return response;
}
