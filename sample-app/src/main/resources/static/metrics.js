import { call } from './gateway.js';

/**
 * Reads the few meters that the page shows out of Prometheus' text format.
 */
const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

function* samples(text) {
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    if (match) {
      const labels = {};
      for (const [, name, value] of (match[2] ?? '').matchAll(LABEL)) {
        labels[name] = value;
      }
      yield { name: match[1], labels, value: Number(match[3]) };
    }
  }
}

/**
 * Outcomes of all calls, streams that run, and what is left of the limit of a model.
 * Parts that the server does not export are null.
 */
export async function snapshot(model) {
  const response = await call('actuator/prometheus');
  if (!response.ok) {
    throw new Error(`No meters: ${response.status}`);
  }
  const result = { outcomes: null, active: null, limit: null };
  const limits = new Map();
  for (const { name, labels, value } of samples(await response.text())) {
    if (name === 'gen_ai_client_operation_duration_seconds_count' && labels.outcome) {
      result.outcomes ??= { success: 0, error: 0, cancelled: 0 };
      result.outcomes[labels.outcome] = (result.outcomes[labels.outcome] ?? 0) + value;
    }
    else if (name === 'together_client_streams_active') {
      result.active = (result.active ?? 0) + value;
    }
    else if (/^together_client_ratelimit_(limit|remaining)/.test(name) && labels.kind === 'requests'
        && labels.model !== 'none' && Number.isFinite(value)) {
      const entry = limits.get(labels.model) ?? { model: labels.model };
      entry[name.includes('remaining') ? 'remaining' : 'limit'] = value;
      limits.set(labels.model, entry);
    }
  }
  result.limit = limits.get(model) ?? [...limits.values()][0] ?? null;
  return result;
}
