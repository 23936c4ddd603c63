import { element } from './text.js';

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

/**
 * The list of the conversations that the browser keeps.
 */
export class ConversationList {

  constructor(box, conversations, { open, removed }) {
    this.box = box;
    this.list = box.querySelector('ul');
    this.conversations = conversations;
    this.open = open;
    this.removed = removed;
    // Another window has kept or deleted one
    addEventListener('storage', () => this.show());
    document.addEventListener('click', (event) => {
      if (!box.contains(event.target)) {
        box.open = false;
      }
    });
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        box.open = false;
        box.querySelector('summary').focus();
      }
    });
    this.show();
  }

  show(current = this.current) {
    this.current = current;
    const entries = this.conversations.list();
    this.box.querySelector('summary').textContent = `Conversations (${entries.length})`;
    this.list.replaceChildren(...(entries.length ? entries.map(({ conversation }) => this.item(conversation))
      : [element('li', 'soft', 'None yet. They are kept in this browser only.')]));
  }

  item(conversation) {
    const item = element('li');
    const name = conversation.title || 'Untitled';
    const open = this.button('quiet open', name, () => this.open(conversation.id));
    open.append(element('small', '', DATE.format(conversation.updated)));
    if (conversation.id === this.current) {
      open.setAttribute('aria-current', 'true');
    }
    const remove = this.button('quiet', '×', () => {
      this.conversations.remove(conversation.id);
      this.show();
      this.removed(conversation.id);
      this.box.querySelector('summary').focus();
    });
    remove.setAttribute('aria-label', `Delete ${name}`);
    item.append(open, remove);
    return item;
  }

  button(style, text, action) {
    const button = element('button', style, text);
    button.type = 'button';
    button.addEventListener('click', (event) => {
      // The list is drawn anew, and then the button is outside of it
      event.stopPropagation();
      action();
    });
    return button;
  }

}
