import { Step, approval } from './steps.js';
import { TypedView } from './tables.js';
import { GrowingMarkdown, GrowingText, element, keepingEnd } from './text.js';

const log = document.getElementById('log');

/**
 * The text among the parts of a response.
 */
export function textOf(parts) {
  const texts = parts.map((part) => (part.type === 'object' ? JSON.stringify(part.value) : part.type === 'text' ? part.text : ''));
  return texts.filter(Boolean).join('\n\n');
}

/**
 * A response of the model, with the calls of tools that it made. It keeps the parts that
 * it was made of, from which it can be made again: {type, …} with the type text,
 * reasoning, call, result or object.
 */
export class Answer {

  constructor(name) {
    this.parts = [];
    this.steps = new Map();
    this.box = element('article', 'message assistant busy');
    this.box.setAttribute('aria-busy', 'true');
    this.box.setAttribute('aria-label', name || 'Response');
    this.box.append(element('div', 'who', name));
    this.thoughts = this.box.appendChild(element('details', 'reasoning'));
    this.thoughts.hidden = true;
    this.thoughts.append(element('summary', '', 'Reasoning'));
    this.thinking = new GrowingText(this.thoughts);
    this.beginText();
    keepingEnd(() => log.append(this.box));
  }

  get text() {
    return textOf(this.parts);
  }

  add(part) {
    const before = this.parts.at(-1)?.type;
    switch (part.type) {
      case 'text':
        this.addText(part.text);
        break;
      case 'reasoning':
        this.addReasoning(before && before !== 'reasoning' && this.thinking.text ? `\n\n${part.text}` : part.text);
        break;
      case 'call':
        this.beginCall(part);
        break;
      case 'result':
        keepingEnd(() => this.steps.get(part.id)?.end(part));
        break;
      case 'object':
        this.thoughts.open = false;
        this.typed ??= new TypedView(this.box);
        keepingEnd(() => this.typed.show(part.value));
        break;
    }
    this.keep(part, before);
  }

  keep(part, before) {
    const last = this.parts.at(-1);
    if (part.type !== before || part.type === 'call' || part.type === 'result') {
      this.parts.push({ ...part });
    }
    else if (part.type === 'object') {
      last.value = part.value;
    }
    else {
      last.text += part.text;
    }
  }

  beginText() {
    this.writing?.end();
    this.writing = new GrowingMarkdown(this.box);
  }

  addText(piece) {
    if (!this.parts.some((part) => part.type === 'text')) {
      this.thoughts.open = false;
    }
    this.writing.add(piece);
  }

  addReasoning(piece) {
    if (this.thoughts.hidden) {
      this.thoughts.hidden = false;
      this.thoughts.open = true;
    }
    this.thinking.add(piece);
  }

  beginCall(call) {
    const step = new Step(call);
    this.thoughts.open = false;
    this.steps.set(call.id, step);
    keepingEnd(() => this.box.append(step.box));
    this.beginText();
  }

  /**
   * Asks the user about calls that wait. Calls back once, with the ids of the approved ones.
   */
  ask(calls, decided) {
    const box = approval(calls, (approved) => {
      if (this.approval === box) {
        this.approval = null;
        box.remove();
        decided(approved);
      }
    });
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
    this.box.querySelectorAll(':scope > :is(.figures, .note, .exchanges, .problem)').forEach((old) => old.remove());
    this.box.classList.add('busy');
    this.box.setAttribute('aria-busy', 'true');
    this.beginText();
  }

  end() {
    this.thinking.end();
    this.writing.end();
    this.box.classList.remove('busy');
    this.box.removeAttribute('aria-busy');
  }

  /**
   * Ends a response that was made again.
   */
  restored() {
    this.end();
    this.thoughts.open = false;
    this.steps.forEach((step) => step.restored());
  }

  figures(entries) {
    const list = element('ul', 'figures');
    for (const [name, value] of entries) {
      const item = list.appendChild(element('li', '', `${name} `));
      item.append(element('b', '', value));
    }
    this.append(list);
  }

  note(text) {
    this.append(element('p', 'note', text));
  }

  problem(title, text, retry) {
    const box = element('div', 'problem');
    box.setAttribute('role', 'alert');
    box.append(element('strong', '', title), element('p', '', text));
    if (retry) {
      const again = box.appendChild(element('button', 'quiet', 'Try again'));
      again.type = 'button';
      again.addEventListener('click', retry);
    }
    this.append(box);
  }

  append(node) {
    keepingEnd(() => this.box.append(node));
  }

}
