import { tableOf } from './tables.js';
import { element, visible } from './text.js';

const RUNNING = 'running…';

export const seconds = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/**
 * Shows the name and the arguments of a call.
 */
function describe(parent, call) {
  const values = Object.entries(call.arguments).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  parent.append(element('b', '', visible(call.name)), ' ', element('code', '', visible(`(${values.join(', ')})`)));
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
    const made = result.made !== false;
    this.state.textContent = !made ? 'not made' : result.failed ? 'failed' : seconds(result.millis);
    this.box.classList.toggle('failed', made && result.failed);
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
 * A question about calls that wait. It calls back once, with the ids of the approved ones.
 */
export function approval(calls, decided) {
  const box = element('div', 'approval');
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Approval');
  // Focused as a whole, so that no key approves by mistake
  box.tabIndex = -1;
  box.append(element('strong', '', 'The model asks for your approval'));
  const several = calls.length > 1;
  const choices = calls.map((call) => {
    const line = box.appendChild(element('label'));
    const choice = line.appendChild(element('input'));
    choice.type = 'checkbox';
    choice.checked = true;
    choice.hidden = !several;
    describe(line, call);
    return choice;
  });
  const buttons = box.appendChild(element('div', 'buttons'));
  const button = (style, name, isApproved) => {
    const made = buttons.appendChild(element('button', style, name));
    made.type = 'button';
    made.addEventListener('click', () => decided(calls.filter(isApproved).map(({ id }) => id)));
  };
  button('', several ? 'Approve selected' : 'Approve', (call, index) => choices[index].checked);
  button('quiet', several ? 'Refuse all' : 'Refuse', () => false);
  return box;
}
