import { Bars, Line } from './charts.js';
import { snapshot } from './metrics.js';
import { seconds as time } from './steps.js';

const EVERY = 2000;
const SLOTS = 30;
const CALLS = 24;

const $ = (id) => document.getElementById(id);

function median(values) {
  const sorted = values.filter(Number.isFinite).sort((one, other) => one - other);
  return sorted.length ? sorted[Math.floor(sorted.length / 2)] : null;
}

/**
 * Tiles and charts: what this page has measured, and what the server tells.
 */
export class Figures {

  constructor(model) {
    this.model = model;
    this.calls = [];
    this.own = { success: 0, error: 0, cancelled: 0 };
    this.running = 0;
    this.server = null;
    this.outcomes = [];
    this.limits = [];
    this.limitOf = null;
    this.latencies = new Bars($('chart-latency'), { parts: ['s1', 's2', 's3'], slots: CALLS, least: 500, format: time });
    this.ends = new Bars($('chart-outcomes'), { parts: ['s1', 's4', 's3'], slots: SLOTS, least: 2, format: String });
    this.left = new Line($('chart-limits'), { slots: SLOTS, format: (value) => String(Math.round(value * 10) / 10) });
  }

  begin() {
    this.running++;
    this.show();
  }

  end(call) {
    this.running--;
    this.own[call.outcome]++;
    this.calls = [...this.calls, call].slice(-200);
    this.show();
  }

  watch() {
    const tick = () => {
      if (!document.hidden) {
        this.poll().then(() => this.show());
      }
    };
    setInterval(tick, EVERY);
    this.show();
    tick();
  }

  async poll() {
    try {
      this.server = await snapshot(this.model());
    }
    catch {
      this.server = null;
    }
    const totals = this.server?.outcomes ?? this.own;
    if (this.totals) {
      const since = (name) => Math.max(0, (totals[name] ?? 0) - (this.totals[name] ?? 0));
      this.outcomes = [...this.outcomes,
        { success: since('success'), cancelled: since('cancelled'), error: since('error') }].slice(-SLOTS);
    }
    this.totals = { ...totals };
    const limit = this.server?.limit;
    if (limit?.model !== this.limitOf?.model) {
      this.limits = [];
    }
    this.limitOf = limit ?? null;
    if (limit && Number.isFinite(limit.remaining)) {
      this.limits = [...this.limits, limit.remaining].slice(-SLOTS);
    }
  }

  show() {
    this.tiles();
    this.latency();
    this.outcomeBars();
    this.limitLine();
  }

  tiles() {
    const good = this.calls.filter((call) => call.outcome === 'success');
    const first = median(good.map((call) => call.firstToken));
    const speed = median(good.map((call) => call.speed));
    $('tile-ttft').textContent = first === null ? '–' : time(first);
    $('tile-speed').textContent = speed === null ? '–' : speed.toFixed(0);
    const totals = this.server?.outcomes;
    const counts = totals ?? this.own;
    $('tile-calls').textContent = String(Object.values(counts).reduce((sum, count) => sum + count, 0));
    $('tile-calls-label').textContent = totals ? 'calls since the start' : 'calls of this page';
    $('tile-active').textContent = String(this.server?.active ?? this.running);
    for (const outcome of ['success', 'cancelled', 'error']) {
      $(`n-${outcome}`).textContent = String(counts[outcome] ?? 0);
    }
    $('outcomes-source').textContent = totals ? 'all calls of the server' : 'calls of this page';
  }

  latency() {
    this.latencies.show(this.calls.map((call) => {
      const first = Math.min(call.firstToken ?? 0, call.duration);
      const rest = call.duration - first;
      return {
        title: `${call.model}: first token ${call.firstToken ? time(call.firstToken) : '–'}, `
          + `${call.outcome} after ${time(call.duration)}`,
        values: call.outcome === 'success' ? [first, rest, 0] : [first, 0, rest]
      };
    }), `Latency of the last ${this.calls.length} calls`);
  }

  outcomeBars() {
    this.ends.show(this.outcomes.map((count) => ({
      title: `${count.success} success, ${count.cancelled} cancelled, ${count.error} error`,
      values: [count.success, count.cancelled, count.error]
    })), 'Calls that ended, per two seconds');
  }

  limitLine() {
    const limit = this.limitOf;
    this.left.show(this.limits, Math.max(limit?.limit ?? 0, ...this.limits, 1),
      limit ? `${limit.remaining} of ${limit.limit} requests left` : 'No limit is known');
    $('limits-note').textContent = limit
      ? `${limit.remaining ?? '?'} of ${limit.limit ?? '?'} requests per second left for ${limit.model}`
      : 'No answer has told a limit yet.';
  }

}
