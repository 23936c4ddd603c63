const PREFIX = 'conversation:';
const CURRENT = 'conversation';
const MAX_COUNT = 30;
// Browsers give a site about 5 million characters
const MAX_CHARS = 2_000_000;
const MAX_TITLE = 60;
const LATEST = 8.64e15;

export const keyOf = (id) => PREFIX + id;

/**
 * A storage of the browser, which may be forbidden or full.
 */
export class Storage {

  constructor(name) {
    this.name = name;
  }

  get(key) {
    try {
      return window[this.name].getItem(key);
    }
    catch {
      return null;
    }
  }

  set(key, value) {
    try {
      window[this.name].setItem(key, value);
      return true;
    }
    catch {
      return false;
    }
  }

  remove(key) {
    try {
      window[this.name].removeItem(key);
    }
    catch {
      // Then there is nothing to remove
    }
  }

  keys() {
    try {
      return Object.keys(window[this.name]);
    }
    catch {
      return [];
    }
  }

}

function parsed(key, text) {
  try {
    const conversation = JSON.parse(text);
    return keyOf(conversation.id) === key && Math.abs(conversation.updated) <= LATEST
      && Array.isArray(conversation.messages) ? conversation : null;
  }
  catch {
    return null;
  }
}

/**
 * The conversations that the browser keeps: the latest ones, of all windows together.
 * Each has an entry of its own, so that windows do not disturb each other.
 */
export class Conversations {

  constructor(kept = new Storage('localStorage'), own = new Storage('sessionStorage')) {
    this.kept = kept;
    this.own = own;
  }

  /**
   * All conversations, the latest first.
   */
  list() {
    return this.kept.keys().filter((key) => key.startsWith(PREFIX))
      .map((key) => {
        const text = this.kept.get(key) ?? '';
        return { key, size: text.length, conversation: parsed(key, text) };
      })
      .filter((entry) => entry.conversation || this.kept.remove(entry.key))
      .sort((one, other) => other.conversation.updated - one.conversation.updated);
  }

  /**
   * A conversation that is kept from its first message on.
   */
  begin() {
    this.own.remove(CURRENT);
    return { id: crypto.getRandomValues(new Uint32Array(2)).join('-'), title: '', updated: 0, messages: [] };
  }

  /**
   * The conversation of this window, also after it was loaded anew.
   */
  current() {
    const id = this.own.get(CURRENT);
    return (id && this.open(id)) || this.begin();
  }

  open(id) {
    const conversation = parsed(keyOf(id), this.kept.get(keyOf(id)) ?? '');
    if (conversation) {
      this.own.set(CURRENT, id);
    }
    return conversation;
  }

  /**
   * Keeps a conversation; older ones make room. Returns whether it is kept.
   */
  save(conversation) {
    conversation.updated = Date.now();
    conversation.title ||= (conversation.messages[0]?.text ?? '').trim().slice(0, MAX_TITLE);
    const key = keyOf(conversation.id);
    const text = JSON.stringify(conversation);
    if (text.length > MAX_CHARS) {
      return false;
    }
    const others = this.list().filter((entry) => entry.key !== key);
    let size = others.reduce((sum, entry) => sum + entry.size, text.length);
    while (others.length && (size > MAX_CHARS || others.length >= MAX_COUNT)) {
      const oldest = others.pop();
      size -= oldest.size;
      this.kept.remove(oldest.key);
    }
    this.own.set(CURRENT, conversation.id);
    return this.kept.set(key, text);
  }

  remove(id) {
    this.kept.remove(keyOf(id));
  }

}
