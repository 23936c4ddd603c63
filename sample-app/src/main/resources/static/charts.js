const SVG = 'http://www.w3.org/2000/svg';
const LEFT = 48;
const BOTTOM = 4;
const TOP = 8;

function node(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/**
 * The next round number, one whose half is short too.
 */
function round(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value * 0.999);
}

function frame(host, description, top, format) {
  const width = host.clientWidth || 320;
  const height = host.clientHeight || 120;
  const svg = node('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': description });
  const y = (value) => TOP + (height - TOP - BOTTOM) * (1 - value / top);
  for (const value of [0, top / 2, top]) {
    svg.append(node('line', { class: 'grid', x1: LEFT, x2: width, y1: y(value), y2: y(value) }));
    svg.append(node('text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, format(value)));
  }
  host.replaceChildren(svg);
  return { svg, width, y };
}

/**
 * Bars of stacked parts, the newest at the right. A bar is {title, parts: [[class, value]]}.
 */
export function bars(host, items, { slots, description, format, least }) {
  const shown = items.slice(-slots);
  const sums = shown.map((item) => item.parts.reduce((sum, [, value]) => sum + value, 0));
  const { svg, width, y } = frame(host, description, round(Math.max(least, ...sums)), format);
  const step = (width - LEFT) / slots;
  shown.forEach((item, index) => {
    const group = node('g', {});
    group.append(node('title', {}, item.title));
    let sum = 0;
    for (const [part, value] of item.parts.filter(([, height]) => height > 0)) {
      const top = y(sum + value);
      group.append(node('rect', {
        class: part,
        x: LEFT + (slots - shown.length + index) * step + step * 0.12,
        width: step * 0.76,
        y: top,
        height: Math.max(1.5, y(sum) - top),
        rx: 1.5
      }));
      sum += value;
    }
    svg.append(group);
  });
}

/**
 * A line over time, the newest at the right.
 */
export function line(host, values, { slots, description, format, top }) {
  const { svg, width, y } = frame(host, description, top, format);
  const shown = values.slice(-slots);
  if (!shown.length) {
    return;
  }
  const step = (width - LEFT) / (slots - 1);
  const x = (index) => LEFT + (slots - shown.length + index) * step;
  const points = shown.map((value, index) => `${x(index).toFixed(1)},${y(Math.min(value, top)).toFixed(1)}`);
  svg.append(node('polygon', {
    class: 'area',
    points: `${x(0)},${y(0)} ${points.join(' ')} ${x(shown.length - 1)},${y(0)}`
  }));
  svg.append(node('polyline', { class: 'line', points: points.join(' ') }));
}
