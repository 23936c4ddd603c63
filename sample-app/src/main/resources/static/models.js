import { aliases, chatModels } from './chat.js';
import { Storage } from './conversations.js';

const PREFERRED = 'meta-llama/Llama-3.3-70B-Instruct-Turbo';
const OTHER = '(other)';

const select = document.getElementById('model');
const other = document.getElementById('other');
const storage = new Storage('localStorage');

/**
 * The model that is chosen, or will be once the list has come.
 */
export function model() {
  if (select.disabled) {
    return storage.get('model') ?? PREFERRED;
  }
  return select.value === OTHER ? other.value.trim() : select.value;
}

function label(alias, models) {
  return `${alias}: ${models.map((id) => id.split('/').pop()).join(', then ')}`;
}

function chosen() {
  other.hidden = select.value !== OTHER;
  if (other.hidden) {
    storage.set('model', select.value);
  }
}

/**
 * Offers the models of the server. Calls back whenever another one is chosen.
 */
export async function offerModels(changed, failed) {
  select.addEventListener('change', () => {
    chosen();
    changed();
  });
  let models = [];
  try {
    models = await chatModels();
  }
  catch (error) {
    failed(`The models could not be listed: ${error.message}`);
  }
  const named = await aliases().catch(() => []);
  select.replaceChildren(
    ...named.map(({ alias, models: behind }) => new Option(label(alias, behind), alias)),
    ...models.map((entry) => new Option(entry.id, entry.id)),
    new Option(models.length ? 'Another model…' : 'The list failed: name a model', OTHER));
  const wanted = [storage.get('model'), PREFERRED].find(
    (id) => models.some((entry) => entry.id === id) || named.some(({ alias }) => alias === id));
  if (wanted) {
    select.value = wanted;
  }
  select.disabled = false;
  chosen();
}
