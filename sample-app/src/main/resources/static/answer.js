const log = document.getElementById('log');

export const seconds = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  // Texts of users, models and servers get onto the page here only, never as markup
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

/**
 * Changes the page and keeps its end in view if it was before.
 */
export function keepingEnd(change) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  change();
  if (atEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

/**
 * Text that grows. Pieces are shown once per frame, however fast they come.
 */
class Growing {

  constructor(parent) {
    this.node = document.createTextNode('');
    this.text = '';
    parent.append(this.node);
  }

  add(piece) {
    this.text += piece;
    this.frame ??= requestAnimationFrame(() => this.show());
  }

  show() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    keepingEnd(() => this.node.appendData(this.text.slice(this.node.length)));
  }

}

/**
 * Shows the name and the arguments of a call.
 */
function describe(parent, call) {
  const values = Object.entries(call.arguments).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  parent.append(element('b', '', call.name), ' ', element('code', '', `(${values.join(', ')})`));
  return parent;
}

/**
 * Rows as a table, anything else as text.
 */
function shown(content) {
  let rows;
  try {
    rows = JSON.parse(content);
  }
  catch {
    rows = null;
  }
  if (!Array.isArray(rows) || !rows.length || rows.some((row) => row === null || typeof row !== 'object')) {
    return element('div', 'text', content);
  }
  const names = Object.keys(rows[0]);
  const table = element('table');
  const line = (parent, kind, values) => {
    const row = parent.appendChild(element('tr'));
    row.append(...values.map((value) => element(kind, '', String(value ?? ''))));
  };
  line(table.createTHead(), 'th', names);
  const body = table.createTBody();
  rows.forEach((row) => line(body, 'td', names.map((name) => row[name])));
  return table;
}

/**
 * A call of a tool: its name and arguments, then its result and how long it took.
 */
class Step {

  constructor(call) {
    this.box = element('details', 'step');
    this.state = element('span', 'state', 'running…');
    this.box.append(describe(element('summary'), call));
    this.box.firstChild.append(' ', this.state);
  }

  end(result) {
    this.state.textContent = result.failed ? 'failed' : seconds(result.millis);
    this.box.classList.toggle('failed', result.failed);
    this.box.append(shown(result.content));
    this.box.open = result.content.length < 500;
  }

}

/**
 * A response of the model, with the calls of tools that it made.
 */
export class Answer {

  constructor(name) {
    this.box = element('article', 'message assistant busy');
    this.box.setAttribute('aria-busy', 'true');
    this.box.append(element('div', 'who', name));
    this.thoughts = element('details', 'reasoning');
    this.thoughts.hidden = true;
    this.thoughts.append(element('summary', '', 'Reasoning'));
    this.reasoning = new Growing(this.thoughts.appendChild(element('div', 'text')));
    this.box.append(this.thoughts);
    this.steps = new Map();
    this.texts = [];
    this.beginText();
    keepingEnd(() => log.append(this.box));
  }

  get text() {
    return this.texts.map((text) => text.text).filter(Boolean).join('\n\n');
  }

  beginText() {
    this.texts.at(-1)?.show();
    this.texts.push(new Growing(this.box.appendChild(element('div', 'text'))));
  }

  addReasoning(piece) {
    if (this.thoughts.hidden) {
      this.thoughts.hidden = false;
      this.thoughts.open = true;
    }
    this.reasoning.add(this.called && this.reasoning.text ? `\n\n${piece}` : piece);
    this.called = false;
  }

  addText(piece) {
    if (!this.text && !this.thoughts.hidden) {
      this.thoughts.open = false;
    }
    this.texts.at(-1).add(piece);
  }

  beginCall(call) {
    const step = new Step(call);
    this.called = true;
    this.thoughts.open = false;
    this.steps.set(call.id, step);
    keepingEnd(() => this.box.append(step.box));
    this.beginText();
  }

  endCall(result) {
    keepingEnd(() => this.steps.get(result.id)?.end(result));
  }

  /**
   * Asks the user about calls that wait. Calls back once, with the decision.
   */
  ask(calls, decided) {
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
      button.addEventListener('click', () => {
        if (this.approval === box) {
          this.approval = null;
          box.remove();
          decided(approved);
        }
      });
    }
    this.approval = box;
    this.thoughts.open = false;
    keepingEnd(() => this.box.append(box));
    box.focus();
  }

  /**
   * The user went on without a decision.
   */
  leaveOpen() {
    this.approval?.replaceChildren(element('p', '', 'Not decided.'));
    this.approval = null;
  }

  resume() {
    this.box.querySelectorAll('.figures, .note').forEach((old) => old.remove());
    this.box.classList.add('busy');
    this.box.setAttribute('aria-busy', 'true');
    this.beginText();
  }

  end() {
    this.reasoning.show();
    this.texts.at(-1).show();
    this.box.classList.remove('busy');
    this.box.removeAttribute('aria-busy');
  }

  figures(entries) {
    const list = element('ul', 'figures');
    for (const [name, value] of entries) {
      const item = list.appendChild(element('li', '', `${name} `));
      item.append(element('b', '', value));
    }
    keepingEnd(() => this.box.append(list));
  }

  note(text) {
    keepingEnd(() => this.box.append(element('p', 'note', text)));
  }

  problem(title, text, retry) {
    const box = element('div', 'problem');
    box.setAttribute('role', 'alert');
    box.append(element('strong', '', title), element('p', '', text));
    if (retry) {
      const again = box.appendChild(element('button', 'quiet', 'Try again'));
      again.type = 'button';
      again.addEventListener('click', () => retry(this));
    }
    keepingEnd(() => this.box.append(box));
  }

}
