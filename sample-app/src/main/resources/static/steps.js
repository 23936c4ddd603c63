import { tableOf } from './tables.js';
import { element } from './text.js';

const RUNNING = 'running…';

export const seconds = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/**
 * Shows the name and the arguments of a call.
 */
function describe(parent, call) {
  const values = Object.entries(call.arguments).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  parent.append(element('b', '', call.name), ' ', element('code', '', `(${values.join(', ')})`));
  return parent;
}

function json(text) {
  try {
    return JSON.parse(text);
  }
  catch {
    return null;
  }
}

/**
 * A call of a tool: its name and arguments, then its result and how long it took.
 */
export class Step {

  constructor(call) {
    this.box = element('details', 'step');
    this.state = element('span', 'state', RUNNING);
    this.box.append(describe(element('summary'), call));
    this.box.firstChild.append(' ', this.state);
  }

  end(result) {
    this.state.textContent = result.failed ? 'failed' : seconds(result.millis);
    this.box.classList.toggle('failed', result.failed);
    // Rows as a table, anything else as text
    this.box.append(tableOf(json(result.content)) ?? element('div', 'text', result.content));
    this.box.open = result.content.length < 500;
  }

  /**
   * A call whose result never came.
   */
  restored() {
    if (this.state.textContent === RUNNING) {
      this.state.textContent = 'interrupted';
    }
  }

}

/**
 * A question about calls that wait. It calls back once, with the decision.
 */
export function approval(calls, decided) {
  const box = element('div', 'approval');
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Approval');
  // Focused as a whole, so that no key approves by mistake
  box.tabIndex = -1;
  box.append(element('strong', '', 'The model asks for your approval'));
  for (const call of calls) {
    box.append(describe(element('p'), call));
  }
  const buttons = box.appendChild(element('div', 'buttons'));
  for (const [name, approved] of [['Approve', true], ['Refuse', false]]) {
    const button = buttons.appendChild(element('button', approved ? '' : 'quiet', name));
    button.type = 'button';
    button.addEventListener('click', () => decided(approved));
  }
  return box;
}
