import { chatModels, isFake, stream } from './chat.js';
import { Figures } from './figures.js';

const PREFERRED = 'meta-llama/Llama-3.3-70B-Instruct-Turbo';
const OTHER = '(other)';

const $ = (id) => document.getElementById(id);
const log = $('log');
const figures = new Figures(model);

let history = [];
let running = null;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  // Texts of users, models and servers get onto the page here only, never as markup
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function model() {
  return $('model').value === OTHER ? $('other').value.trim() : $('model').value;
}

/**
 * Changes the page and keeps its end in view if it was before.
 */
function keepingEnd(change) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  change();
  if (atEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

/**
 * Text that grows. Pieces are shown once per frame, however fast they come.
 */
class Growing {

  constructor(parent) {
    this.node = document.createTextNode('');
    this.text = '';
    parent.append(this.node);
  }

  add(piece) {
    this.text += piece;
    this.frame ??= requestAnimationFrame(() => this.show());
  }

  show() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    keepingEnd(() => this.node.appendData(this.text.slice(this.node.length)));
  }

}

class Answer {

  constructor(name) {
    this.box = element('article', 'message assistant busy');
    this.box.setAttribute('aria-busy', 'true');
    this.box.append(element('div', 'who', name));
    this.thoughts = element('details', 'reasoning');
    this.thoughts.hidden = true;
    this.thoughts.append(element('summary', '', 'Reasoning'));
    const thought = this.thoughts.appendChild(element('div', 'text'));
    const text = element('div', 'text');
    this.box.append(this.thoughts, text);
    this.reasoning = new Growing(thought);
    this.text = new Growing(text);
    keepingEnd(() => log.append(this.box));
  }

  addReasoning(piece) {
    if (this.thoughts.hidden) {
      this.thoughts.hidden = false;
      this.thoughts.open = true;
    }
    this.reasoning.add(piece);
  }

  addText(piece) {
    if (!this.text.text && !this.thoughts.hidden) {
      this.thoughts.open = false;
    }
    this.text.add(piece);
  }

  end() {
    this.reasoning.show();
    this.text.show();
    this.box.classList.remove('busy');
    this.box.removeAttribute('aria-busy');
  }

  figures(entries) {
    const list = element('ul', 'figures');
    for (const [name, value] of entries) {
      const item = list.appendChild(element('li', '', `${name} `));
      item.append(element('b', '', value));
    }
    keepingEnd(() => this.box.append(list));
  }

  problem(title, text, retry) {
    const box = element('div', 'problem');
    box.setAttribute('role', 'alert');
    box.append(element('strong', '', title), element('p', '', text));
    const again = box.appendChild(element('button', 'quiet', 'Try again'));
    again.type = 'button';
    again.addEventListener('click', () => {
      if (!running) {
        this.box.remove();
        retry();
      }
    });
    keepingEnd(() => this.box.append(box));
  }

}

const seconds = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

function speed(tokens, call) {
  const writing = call.duration - call.firstToken;
  return tokens > 1 && writing > 0 ? (tokens - 1) / writing * 1000 : null;
}

function title(error) {
  const what = [error.status, error.code ?? error.type].filter(Boolean).join(' · ');
  const prefix = error.partial ? 'The answer is incomplete' : 'The call failed';
  return what ? `${prefix} (${what})` : prefix;
}

async function ask() {
  const messages = $('system').value.trim()
    ? [{ role: 'system', content: $('system').value.trim() }, ...history] : [...history];
  const controller = new AbortController();
  const name = model();
  const answer = new Answer(name);
  const started = performance.now();
  running = controller;
  buttons();
  $('status').textContent = 'The model is answering.';
  figures.begin();
  const call = { model: name, outcome: 'success' };
  try {
    await stream({ ...(name && { model: name }), messages }, controller.signal, call,
      (piece) => answer.addText(piece), (piece) => answer.addReasoning(piece));
    call.duration = performance.now() - started;
    answer.end();
    done(answer, call);
    $('status').textContent = `The answer is complete: ${answer.text.text}`;
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
      answer.problem(title(error), error.message + wait, ask);
    }
  }
  finally {
    running = null;
    buttons();
  }
  if (answer.text.text && call.outcome !== 'error') {
    history.push({ role: 'assistant', content: answer.text.text });
  }
  figures.end(call);
  focusPrompt();
}

function done(answer, result) {
  const tokens = result.usage?.completion_tokens ?? result.pieces;
  const entries = [['first token', result.firstToken === null ? '–' : seconds(result.firstToken)],
    ['total', seconds(result.duration)]];
  result.speed = speed(tokens, result);
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
  if (result.finishReason && result.finishReason !== 'stop') {
    entries.push(['ended by', result.finishReason]);
  }
  answer.figures(entries);
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
  log.replaceChildren($('empty'));
  $('empty').hidden = false;
  focusPrompt();
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
  select.replaceChildren(...models.map((entry) => new Option(entry.id, entry.id)),
    new Option(models.length ? 'Another model…' : 'The list failed: name a model', OTHER));
  const wanted = [localStorage.getItem('model'), PREFERRED].find((id) => models.some((entry) => entry.id === id));
  if (wanted) {
    select.value = wanted;
  }
  select.disabled = false;
  chosen();
}

function chosen() {
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
loadModels();
figures.watch();
