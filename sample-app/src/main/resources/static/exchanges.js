import { copyButton } from './copy.js';
import { call } from './gateway.js';
import { seconds } from './steps.js';
import { element, visible } from './text.js';

const CLIENT = 'default';
const MAX_SHOWN = 100_000;
// The clocks of browser and server may differ by that
const TOLERANCE = 2000;

async function json(path) {
  const response = await call(path);
  if (!response.ok) {
    throw new Error(`The log of exchanges cannot be read: ${response.status}`);
  }
  return response.json();
}

function parsed(text) {
  try {
    return JSON.parse(text);
  }
  catch {
    return null;
  }
}

const byUser = (messages) => messages?.filter(({ role }) => role === 'user').map(({ content }) => content);

/**
 * Whether a request has what the user of the page wrote, and no more. Where texts are not
 * kept, only their number and the time tell.
 */
function holds(body, messages) {
  const sent = byUser(parsed(body)?.messages);
  const texts = byUser(messages);
  return sent?.length === texts.length
    && texts.every((text, index) => sent[index] === text || /^\[\d+ chars]$/.test(sent[index]));
}

function millis(duration) {
  const [, hours, minutes, rest] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
  return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(rest ?? 0)) * 1000;
}

async function exchangesOf(call) {
  const { clients } = await json('actuator/togetherexchanges');
  return (clients[CLIENT] ?? []).filter((exchange) => {
    const time = Date.parse(exchange.time);
    return exchange.requestBody && time > call.from - TOLERANCE && time < call.to + TOLERANCE
      && holds(exchange.requestBody, call.messages);
  }).reverse();
}

/**
 * A command that sends a request again, with the key of whoever runs it.
 */
export function curl(origin, exchange) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  return [`curl ${parsed(exchange.requestBody)?.stream ? '-N ' : ''}${quoted(new URL(exchange.path, origin).href)}`,
    '-H "Authorization: Bearer $TOGETHER_API_KEY"',
    "-H 'Content-Type: application/json'",
    `-d ${quoted(visible(exchange.requestBody))}`].join(' \\\n  ');
}

function body(title, text) {
  const value = parsed(text);
  const shown = value ? JSON.stringify(value, null, 2) : text;
  const box = element('div', 'body');
  const pre = element('pre', '', shown.length > MAX_SHOWN
    ? `${shown.slice(0, MAX_SHOWN)}\n… ${shown.length - MAX_SHOWN} more characters` : shown || '(nothing)');
  pre.tabIndex = 0;
  box.append(element('b', '', title), pre);
  return box;
}

function entry(exchange, origin) {
  const box = element('section', 'exchange');
  const took = exchange.duration ? ` after ${seconds(millis(exchange.duration))}` : '';
  box.append(element('p', '', `${exchange.method} ${exchange.path} · ${exchange.status ?? 'no response'}`
    + ` · ${exchange.outcome.toLowerCase()}${took}${exchange.truncated ? ' · too large to be kept whole' : ''}`));
  const buttons = box.appendChild(element('div', 'buttons'));
  if (origin && parsed(exchange.requestBody)) {
    buttons.append(copyButton('Copy as curl', () => curl(origin, exchange)));
  }
  if (exchange.status !== null) {
    buttons.append(copyButton('Copy as FakeTogether script',
      async () => (await json(`actuator/togetherexchanges/${CLIENT}/${exchange.id}`)).script));
  }
  box.append(body('Sent', exchange.requestBody), body('Received', exchange.responseBody));
  return box;
}

/**
 * A box that shows, once it is opened, the requests of a call {from, to, messages} and
 * what came back.
 */
export function exchangesBox(call, origin) {
  const box = element('details', 'exchanges');
  box.append(element('summary', '', 'What was sent and received'));
  box.addEventListener('toggle', async () => {
    if (!box.open) {
      return;
    }
    const entries = await exchangesOf(call).then(
      (found) => (found.length ? found.map((exchange) => entry(exchange, origin()))
        : [element('p', '', 'The server does not keep it any more.')]),
      (error) => [element('p', '', error.message)]);
    box.replaceChildren(box.firstChild, ...entries);
  });
  return box;
}
