import { element } from './text.js';

/**
 * Objects as a table, or null if the value is no list of objects.
 */
export function tableOf(rows) {
  if (!Array.isArray(rows) || !rows.length || rows.some((row) => row === null || typeof row !== 'object')) {
    return null;
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
 * An object with a list, shown as a table whose rows grow. Its other properties stand
 * above it.
 */
export class TypedView {

  constructor(parent) {
    this.box = parent.appendChild(element('div', 'typed'));
  }

  show(object) {
    const entries = Object.entries(object);
    const single = entries.filter(([, value]) => !Array.isArray(value) && value !== null);
    const tables = entries.map(([, value]) => tableOf(value)).filter(Boolean);
    this.box.replaceChildren(...single.map(([, value]) => element('p', '', String(value))), ...tables);
    this.box.querySelectorAll('p, td').forEach((cell) => {
      cell.dir = 'auto';
    });
  }

}
