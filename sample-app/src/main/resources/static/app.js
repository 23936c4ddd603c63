import { Answer, textOf } from './answer.js';
import { complete, decide, keepsExchanges, plan, run, service } from './chat.js';
import { Conversations, keyOf } from './conversations.js';
import { exchangesBox } from './exchanges.js';
import { Figures } from './figures.js';
import { UnreachableError } from './gateway.js';
import { ConversationList } from './list.js';
import { model, offerModels } from './models.js';
import { figuresOf, titleOf } from './outcome.js';
import { seconds } from './steps.js';
import { element } from './text.js';

const SENDERS = { tools: run, text: complete, plan };

const $ = (id) => document.getElementById(id);
const log = $('log');
const figures = new Figures(() => answeredBy ?? model());
const conversations = new Conversations();
const list = new ConversationList($('conversations'), conversations, {
  open: (id) => {
    show(conversations.open(id) ?? conversations.begin());
    focusPrompt();
  },
  removed: (id) => id === conversation.id && clear()
});

let conversation = null;
let running = null;
let waiting = null;
let answeredBy = null;
let server = {};

/**
 * What the model is told of the messages so far.
 */
function history(messages) {
  return messages.map(({ role, text, parts, problem }) => ({ role, content: parts ? !problem && textOf(parts) : text }))
    .filter(({ content }) => content);
}

function keep() {
  const kept = conversations.save(conversation);
  $('not-kept').hidden = kept;
  list.show(conversation.id);
}

function ask() {
  const messages = history(conversation.messages);
  const system = $('system').value.trim();
  const name = model();
  const request = { ...(name && { model: name }),
    messages: [...(system ? [{ role: 'system', content: system }] : []), ...messages] };
  const send = SENDERS[$('mode').value];
  const message = { role: 'assistant', model: name, parts: [] };
  conversation.messages.push(message);
  return follow(new Answer(name), message, (...rest) => send(request, ...rest));
}

/**
 * Shows a response as it comes. If it ends with a question to the user, it goes on after
 * the decision.
 */
async function follow(answer, message, send) {
  const controller = new AbortController();
  const started = performance.now();
  running = { answer, message, abort: () => controller.abort() };
  message.parts = answer.parts;
  message.sent = { from: message.sent?.from ?? Date.now() };
  buttons();
  $('status').textContent = 'The model is answering.';
  figures.begin();
  const call = { model: message.model, outcome: 'success' };
  try {
    await send(controller.signal, call, (part) => answer.add(part));
    call.duration = performance.now() - started;
    answeredBy = call.answeredBy;
    message.figures = figuresOf(call, message.model);
    message.notes = answer.text || call.pending ? call.notes : [...call.notes, 'The model wrote no text.'];
    message.pending = call.pending ?? undefined;
  }
  catch (error) {
    call.duration = performance.now() - started;
    if (controller.signal.aborted) {
      call.outcome = 'cancelled';
      message.figures = [['stopped after', seconds(call.duration)], ['pieces', String(call.pieces)]];
    }
    else {
      call.outcome = 'error';
      const wait = error.retryAfter ? ` Try again in ${error.retryAfter} s.` : '';
      message.problem = { title: titleOf(error), text: error.message + wait, final: Boolean(send.pending) };
      // A run is resumed once, so only a decision that may not have arrived is asked for again
      message.pending = error instanceof UnreachableError ? send.pending : undefined;
    }
  }
  message.sent.to = Date.now();
  running = null;
  answer.end();
  finish(answer, message);
  keep();
  buttons();
  figures.end(call);
  $('status').textContent = message.pending ? 'The model asks for your approval.'
    : call.outcome === 'cancelled' ? 'Stopped.' : call.outcome === 'success' ? `The answer is complete: ${answer.text}` : '';
  if (!message.pending) {
    focusPrompt();
  }
}

/**
 * Shows what became of a response, also of one that was kept.
 */
function finish(answer, message) {
  if (message.figures) {
    answer.figures(message.figures);
  }
  message.notes?.forEach((note) => answer.note(note));
  if (message.problem) {
    const isLast = conversation.messages.at(-1) === message;
    const again = message.problem.final || !isLast ? null : () => tryAgain(answer, message);
    answer.problem(message.problem.title, message.problem.text, again);
  }
  if (message.sent?.to) {
    const before = conversation.messages.slice(0, conversation.messages.indexOf(message));
    answer.append(exchangesBox({ ...message.sent, messages: history(before) }, () => server.origin));
  }
  if (message.pending) {
    approve(answer, message);
  }
}

function tryAgain(answer, message) {
  if (!running) {
    conversation.messages.pop();
    answer.box.remove();
    ask();
  }
}

function approve(answer, message) {
  const { pending } = message;
  waiting = { answer, message };
  answer.ask(pending.calls, (approved) => {
    waiting = null;
    message.pending = undefined;
    message.problem = undefined;
    answer.resume();
    const send = (...rest) => decide({ run: pending.run, approved }, ...rest);
    follow(answer, message, Object.assign(send, { pending }));
  });
}

function buttons() {
  $('send').hidden = running !== null;
  $('stop').hidden = running === null;
  $('clear').disabled = running !== null;
  $('conversations').inert = running !== null;
}

function showUser(text) {
  $('empty').hidden = true;
  const box = element('article', 'message user');
  box.setAttribute('aria-label', 'You');
  box.append(element('div', 'text', text));
  box.firstChild.dir = 'auto';
  log.append(box);
  log.scrollTop = log.scrollHeight;
}

function submit(text) {
  if (running || !text.trim()) {
    return;
  }
  if (waiting) {
    waiting.answer.leaveOpen();
    waiting.message.pending = undefined;
    waiting = null;
  }
  log.querySelectorAll('.problem button').forEach((again) => again.remove());
  showUser(text);
  conversation.messages.push({ role: 'user', text });
  keep();
  $('prompt').value = '';
  ask();
}

function focusPrompt() {
  // On a phone it would open the keyboard over the answer
  if (!matchMedia('(pointer: coarse)').matches) {
    $('prompt').focus();
  }
}

function show(opened) {
  try {
    restore(opened);
  }
  catch {
    restore(conversations.begin());
    log.append(element('p', 'note', 'This conversation is broken, or another version of this page kept it.'));
  }
}

function restore(opened) {
  conversation = opened;
  waiting = null;
  log.replaceChildren($('empty'));
  $('empty').hidden = false;
  $('not-kept').hidden = true;
  $('conversations').open = false;
  for (const message of conversation.messages) {
    if (message.role === 'user') {
      showUser(message.text);
      continue;
    }
    const answer = new Answer(message.model ?? '');
    message.parts.forEach((part) => answer.add(part));
    message.parts = answer.parts;
    answer.restored();
    finish(answer, message);
  }
  log.scrollTop = log.scrollHeight;
  list.show(conversation.id);
}

function clear() {
  show(conversations.begin());
  focusPrompt();
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
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) {
    running?.abort();
  }
});
$('clear').addEventListener('click', clear);
for (const example of document.querySelectorAll('.example')) {
  example.addEventListener('click', () => {
    $('mode').value = example.dataset.mode ?? 'tools';
    submit(example.firstElementChild.textContent);
  });
}
addEventListener('storage', ({ key, newValue }) => {
  // Another window went on with the same conversation
  if (!running && newValue && key === keyOf(conversation.id)) {
    show(conversations.open(conversation.id));
  }
});
addEventListener('pagehide', () => {
  if (running) {
    running.message.notes = ['Interrupted: the page was left.'];
    running.message.sent.to = Date.now();
    keep();
  }
});

function failed(text) {
  $('status').textContent = text;
}

offerModels(() => {
  answeredBy = null;
}, failed);
figures.watch();
show(conversations.current());
service().then((told) => {
  server = told;
  $('fake').hidden = !told.fake;
  document.querySelectorAll('.example.fake').forEach((example) => {
    example.hidden = !told.fake;
  });
}).catch(() => {});
keepsExchanges().then((kept) => {
  $('exchanges').hidden = !kept;
  document.body.classList.toggle('exchanges-kept', kept);
}).catch(() => {});
