import { blocks, render } from './markdown.js';

const log = document.getElementById('log');
// Of the time that passes while text comes in, at most one part in so many renders it
const SHARE = 5;

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  // Texts of users, models and servers get onto the page here or through markdown.js only
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

/**
 * A name, or JSON, with escapes in place of invisible characters. They could change how the rest of the line looks, or
 * what a terminal does into which it is pasted.
 */
export function visible(text) {
  return text.replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => character.split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
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
 * Text that grows. Pieces are shown at most once per frame, however fast they come, and
 * less often once showing them takes long.
 */
class Growing {

  constructor(parent) {
    this.box = parent.appendChild(element('div', 'text'));
    this.text = '';
    this.notBefore = 0;
  }

  add(piece) {
    this.text += piece;
    this.frame ??= requestAnimationFrame(() => this.tick());
  }

  tick() {
    const started = performance.now();
    if (started < this.notBefore) {
      this.frame = requestAnimationFrame(() => this.tick());
      return;
    }
    this.show();
    const ended = performance.now();
    this.notBefore = ended + (ended - started) * (SHARE - 1);
  }

  show() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    keepingEnd(() => this.update());
  }

  end() {
    this.show();
  }

}

/**
 * Text as it is.
 */
export class GrowingText extends Growing {

  constructor(parent) {
    super(parent);
    this.box.dir = 'auto';
    this.node = document.createTextNode('');
    this.box.append(this.node);
  }

  update() {
    this.node.appendData(this.text.slice(this.node.length));
  }

}

/**
 * Markdown. Blocks that cannot change any more are rendered once; only the last one is
 * rendered again as it grows.
 */
export class GrowingMarkdown extends Growing {

  constructor(parent) {
    super(parent);
    this.box.classList.add('markdown');
    this.links = Object.create(null);
    this.finished = 0;
    this.open = [];
  }

  add(piece) {
    super.add(piece.replaceAll('\r', ''));
  }

  update() {
    const { finished, open, length, hasLinks } = blocks(this.text.slice(this.finished), this.links);
    this.hasLinks = hasLinks;
    this.open.forEach((node) => node.remove());
    this.box.append(render(finished));
    this.finished += length;
    const fragment = render(open);
    this.open = [...fragment.childNodes];
    this.box.append(fragment);
  }

  end() {
    super.end();
    if (this.hasLinks) {
      // A link may have been used before its address came
      const { finished, open } = blocks(this.text);
      keepingEnd(() => this.box.replaceChildren(render([...finished, ...open])));
    }
  }

}
