import { Answer, element, seconds } from './answer.js';
import { aliases, chatModels, complete, decide, isFake, keepsExchanges, run } from './chat.js';
import { Figures } from './figures.js';

const PREFERRED = 'meta-llama/Llama-3.3-70B-Instruct-Turbo';
const OTHER = '(other)';
const DOLLARS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumSignificantDigits: 3 });

const $ = (id) => document.getElementById(id);
const log = $('log');
const figures = new Figures(() => answeredBy ?? model());

let history = [];
let running = null;
let waiting = null;
let answeredBy = null;

function model() {
  return $('model').value === OTHER ? $('other').value.trim() : $('model').value;
}

function speed(tokens, call) {
  const writing = call.duration - call.firstToken;
  return tokens > 1 && writing > 0 ? (tokens - 1) / writing * 1000 : null;
}

function title(error) {
  const what = [error.status, error.code ?? error.type].filter(Boolean).join(' · ');
  const prefix = error.partial ? 'The answer is incomplete' : 'The call failed';
  return what ? `${prefix} (${what})` : prefix;
}

function ask() {
  const messages = $('system').value.trim()
    ? [{ role: 'system', content: $('system').value.trim() }, ...history] : [...history];
  const name = model();
  const request = { ...(name && { model: name }), messages };
  const send = $('tools').checked ? run : complete;
  const again = (answer) => {
    if (!running) {
      answer.box.remove();
      ask();
    }
  };
  return follow(new Answer(name), name, (...rest) => send(request, ...rest), again);
}

/**
 * Shows a response as it comes. If it ends with a question to the user, it goes on after
 * the decision.
 */
async function follow(answer, name, send, again) {
  const controller = new AbortController();
  const started = performance.now();
  running = controller;
  buttons();
  $('status').textContent = 'The model is answering.';
  figures.begin();
  const call = { model: name, outcome: 'success' };
  try {
    await send(controller.signal, call, {
      text: (piece) => answer.addText(piece),
      reasoning: (piece) => answer.addReasoning(piece),
      call: (begun) => answer.beginCall(begun),
      result: (result) => answer.endCall(result)
    });
    call.duration = performance.now() - started;
    answer.end();
    done(answer, call, name);
    $('status').textContent = call.pending ? 'The model asks for your approval.'
      : `The answer is complete: ${answer.text}`;
  }
  catch (error) {
    call.duration = performance.now() - started;
    answer.end();
    if (controller.signal.aborted) {
      call.outcome = 'cancelled';
      answer.figures([['stopped after', seconds(call.duration)], ['pieces', String(call.pieces)]]);
      $('status').textContent = 'Stopped.';
    }
    else {
      call.outcome = 'error';
      const wait = error.retryAfter ? ` Try again in ${error.retryAfter} s.` : '';
      answer.problem(title(error), error.message + wait, again);
    }
  }
  finally {
    running = null;
    buttons();
  }
  figures.end(call);
  if (call.pending) {
    approve(answer, name, call.pending);
    return;
  }
  if (answer.text && call.outcome !== 'error') {
    history.push({ role: 'assistant', content: answer.text });
  }
  focusPrompt();
}

function approve(answer, name, pending) {
  waiting = answer;
  answer.ask(pending.calls, (approved) => {
    waiting = null;
    answer.resume();
    // Not to be tried again: a run is resumed once
    follow(answer, name, (...rest) => decide({ run: pending.run, approved }, ...rest), null);
  });
}

function done(answer, result, asked) {
  answeredBy = result.answeredBy;
  const tokens = result.usage?.completion_tokens ?? result.pieces;
  const entries = [['first token', result.firstToken === null ? '–' : seconds(result.firstToken)],
    ['total', seconds(result.duration)]];
  // Tools take their time, too
  result.speed = result.calls ? null : speed(tokens, result);
  if (result.usage) {
    entries.push(['tokens', `${result.usage.prompt_tokens} in, ${tokens} out`]);
    const cached = result.usage.prompt_tokens_details?.cached_tokens;
    const reasoned = result.usage.completion_tokens_details?.reasoning_tokens;
    if (cached) {
      entries.push(['cached', String(cached)]);
    }
    if (reasoned) {
      entries.push(['reasoning', String(reasoned)]);
    }
  }
  if (result.speed) {
    entries.push(['speed', `${result.usage ? '' : '≈ '}${result.speed.toFixed(0)} tokens/s`]);
  }
  if (result.cost) {
    entries.push(['cost', DOLLARS.format(result.cost)]);
  }
  if (result.answeredBy && result.answeredBy !== asked) {
    entries.push(['answered by', result.answeredBy]);
  }
  if (result.finishReason && !['stop', 'tool_calls'].includes(result.finishReason)) {
    entries.push(['ended by', result.finishReason]);
  }
  answer.figures(entries);
  result.notes.forEach((note) => answer.note(note));
}

function buttons() {
  $('send').hidden = running !== null;
  $('stop').hidden = running === null;
  $('clear').disabled = running !== null;
}

function submit(text) {
  if (running || !text.trim()) {
    return;
  }
  $('empty').hidden = true;
  waiting?.leaveOpen();
  waiting = null;
  const message = element('article', 'message user');
  message.append(element('div', 'text', text));
  log.append(message);
  log.scrollTop = log.scrollHeight;
  history.push({ role: 'user', content: text });
  $('prompt').value = '';
  ask();
}

function focusPrompt() {
  // On a phone it would open the keyboard over the answer
  if (matchMedia('(pointer: fine)').matches) {
    $('prompt').focus();
  }
}

function clear() {
  history = [];
  waiting = null;
  log.replaceChildren($('empty'));
  $('empty').hidden = false;
  focusPrompt();
}

function aliasLabel(alias, models) {
  return `${alias}: ${models.map((id) => id.split('/').pop()).join(', then ')}`;
}

async function loadModels() {
  const select = $('model');
  let models = [];
  try {
    models = await chatModels();
  }
  catch (error) {
    $('status').textContent = `The models could not be listed: ${error.message}`;
  }
  const named = await aliases().catch(() => []);
  select.replaceChildren(
    ...named.map(({ alias, models: behind }) => new Option(aliasLabel(alias, behind), alias)),
    ...models.map((entry) => new Option(entry.id, entry.id)),
    new Option(models.length ? 'Another model…' : 'The list failed: name a model', OTHER));
  const wanted = [localStorage.getItem('model'), PREFERRED].find(
    (id) => models.some((entry) => entry.id === id) || named.some(({ alias }) => alias === id));
  if (wanted) {
    select.value = wanted;
  }
  select.disabled = false;
  chosen();
}

function chosen() {
  answeredBy = null;
  $('other').hidden = $('model').value !== OTHER;
  if ($('other').hidden) {
    localStorage.setItem('model', $('model').value);
  }
}

$('form').addEventListener('submit', (event) => {
  event.preventDefault();
  submit($('prompt').value);
});
$('prompt').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit($('prompt').value);
  }
});
$('stop').addEventListener('click', () => running?.abort());
$('clear').addEventListener('click', clear);
$('model').addEventListener('change', chosen);
for (const example of document.querySelectorAll('.example')) {
  example.addEventListener('click', () => submit(example.textContent));
}

isFake().then((fake) => {
  $('fake').hidden = !fake;
}).catch(() => {});
keepsExchanges().then((kept) => {
  $('exchanges').hidden = !kept;
}).catch(() => {});
loadModels();
figures.watch();
