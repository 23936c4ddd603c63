import uPlot from './webjars/uplot/dist/uPlot.esm.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

const color = (name) => () => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);

/**
 * The next round number, one whose half is short too.
 */
function round(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value * 0.999);
}

/**
 * A chart of a fixed number of places, the newest value at the right.
 */
class Chart {

  constructor(host, { slots, format, series }) {
    this.host = host;
    this.slots = slots;
    this.top = 1;
    this.titles = [];
    host.setAttribute('role', 'img');
    const empty = Array(slots).fill(null);
    this.plot = new uPlot({
      ...this.size(),
      padding: [8, 0, 5, 0],
      legend: { show: false },
      cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: false, range: () => this.range() }, y: { range: () => [0, this.top] } },
      axes: [{ show: false }, {
        size: 48,
        font: '11px system-ui, sans-serif',
        stroke: color('soft'),
        grid: { stroke: color('line'), width: 1 },
        ticks: { show: false },
        splits: () => [0, this.top / 2, this.top],
        values: (plot, splits) => splits.map(format)
      }],
      series: [{}, ...series.map((one) => ({ points: { show: false }, ...one }))],
      hooks: {
        setCursor: [(plot) => {
          host.title = this.titles[plot.cursor.idx] ?? '';
        }]
      }
    }, [empty.map((none, index) => index), ...series.map(() => empty)], host);
    new ResizeObserver(() => this.plot.setSize(this.size())).observe(host);
    dark.addEventListener('change', () => this.plot.redraw());
  }

  size() {
    return { width: this.host.clientWidth || 320, height: this.host.clientHeight || 120 };
  }

  draw(rows, top, titles, description) {
    const none = Array(this.slots - titles.length).fill(null);
    this.top = top;
    this.titles = [...none, ...titles];
    this.host.setAttribute('aria-label', description);
    this.plot.setData([this.plot.data[0], ...rows.map((row) => [...none, ...row])]);
  }

}

/**
 * Bars of stacked parts, which are named by their colours.
 */
export class Bars extends Chart {

  constructor(host, { parts, ...options }) {
    // The whole is drawn first, and what is below covers it
    const paths = uPlot.paths.bars({ size: [0.76, 40], radius: 0.1 });
    super(host, { ...options, series: parts.toReversed().map((part) => ({ fill: color(part), width: 0, paths })) });
    this.parts = parts;
    this.least = options.least;
  }

  range() {
    return [-0.5, this.slots - 0.5];
  }

  /**
   * Shows bars {title, values}, with a value for each part from below.
   */
  show(bars, description) {
    const shown = bars.slice(-this.slots);
    const sum = (bar, count) => bar.values.slice(0, count).reduce((total, value) => total + value, 0);
    const top = round(Math.max(this.least, ...shown.map((bar) => sum(bar, this.parts.length))));
    const rows = this.parts.map((part, index) => shown.map((bar) => (bar.values[index] ? sum(bar, index + 1) : null)));
    this.draw(rows.toReversed(), top, shown.map((bar) => bar.title), description);
  }

}

/**
 * A line over time.
 */
export class Line extends Chart {

  constructor(host, options) {
    const area = () => `color-mix(in srgb, ${color('s1')()} 15%, transparent)`;
    super(host, { ...options, series: [{ stroke: color('s1'), width: 2, fill: area }] });
  }

  range() {
    return [0, this.slots - 1];
  }

  show(values, top, description) {
    const shown = values.slice(-this.slots);
    this.draw([shown.map((value) => Math.min(value, top))], top, shown.map(String), description);
  }

}
