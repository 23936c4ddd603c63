import { call } from './gateway.js';

/**
 * An error as the gateway tells it.
 */
export class ChatError extends Error {

  constructor(message, { status, type, code, retryAfter, partial } = {}) {
    super(message);
    Object.assign(this, { status, type, code, retryAfter, partial });
  }

}

function lost(error) {
  throw error.name === 'AbortError' ? error
    : new ChatError('The connection to the server was lost before the answer was complete.', { partial: true });
}

/**
 * Yields the data of server-sent events as they come.
 */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let data = [];
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(lost);
      if (done) {
        return;
      }
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines.map((text) => text.replace(/\r$/, ''))) {
        if (line.startsWith('data:')) {
          data.push(line.slice(5).replace(/^ /, ''));
        }
        else if (line === '' && data.length) {
          yield data.join('\n');
          data = [];
        }
      }
    }
  }
  finally {
    // Leaving early gives up the request
    reader.cancel().catch(() => {});
  }
}

async function failure(response) {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  }
  catch {
    // Something in between answered, not the gateway
  }
  return new ChatError(error.message ?? `The server answered ${response.status}.`,
    { status: response.status, type: error.type, code: error.code, retryAfter });
}

/**
 * Yields the objects of a stream until its end mark. An end without it is a failure.
 */
async function* objects(path, body, signal) {
  const response = await call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal
  });
  if (!response.ok) {
    throw await failure(response);
  }
  for await (const data of events(response.body)) {
    if (data === '[DONE]') {
      return;
    }
    const object = JSON.parse(data);
    if (object.error) {
      throw new ChatError(object.error.message ?? 'The answer failed.',
        { type: object.error.type, code: object.error.code, partial: true });
    }
    yield object;
  }
  throw new ChatError('The connection ended before the answer did.', { partial: true });
}

/**
 * What becomes known of a call, so that it tells something of a failed one too.
 */
function begin(result) {
  const started = performance.now();
  Object.assign(result, { pieces: 0, calls: 0, usage: null, cost: null, answeredBy: null, notes: [],
    finishReason: null, firstToken: null, pending: null });
  return () => {
    result.firstToken ??= performance.now() - started;
    result.pieces++;
  };
}

/**
 * Streams a response without tools.
 */
export async function complete(request, signal, result, on) {
  await follow('chat/texts', request, signal, result, on);
}

/**
 * Streams a response of a model that may use tools.
 */
export async function run(request, signal, result, on) {
  await follow('chat/runs', request, signal, result, on);
}

/**
 * Goes on with a response after the user's decision about the calls that wait.
 */
export async function decide(decision, signal, result, on) {
  await follow('chat/decisions', decision, signal, result, on);
}

/**
 * Streams a response with a type: a plan of a trip.
 */
export async function plan(request, signal, result, on) {
  await follow('chat/plans', request, signal, result, on);
}

async function follow(path, body, signal, result, on) {
  const piece = begin(result);
  for await (const event of objects(path, body, signal)) {
    switch (event.type) {
      case 'text':
      case 'reasoning':
      case 'object':
        piece();
        on(event);
        break;
      case 'call':
        result.calls++;
        on(event);
        break;
      case 'result':
        on(event);
        break;
      case 'pending':
        result.pending = { run: event.run, calls: event.calls };
        result.calls++;
        note(event.summary, result);
        break;
      case 'completed':
        note(event.summary, result);
        break;
    }
  }
}

function note(summary, result) {
  const { usage } = summary;
  result.answeredBy = summary.model;
  result.finishReason = summary.finishReason;
  result.cost = summary.cost;
  result.notes = summary.notes;
  result.usage = usage && {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens }
  };
}

/**
 * The models that can chat.
 */
export async function chatModels() {
  const response = await call('v1/models');
  if (!response.ok) {
    throw await failure(response);
  }
  const models = (await response.json()).data ?? [];
  return models.filter((model) => !model.type || model.type === 'chat')
    .sort((one, other) => one.id.localeCompare(other.id));
}

/**
 * Names that stand for several models, of which the first that serves answers.
 */
export async function aliases() {
  const response = await call('actuator/together');
  return response.ok ? (await response.json()).clients.default.models.aliases : [];
}

/**
 * Where calls go: {origin, fake}, as far as the server tells.
 */
export async function service() {
  const response = await call('actuator/info');
  return (response.ok && (await response.json()).together) || {};
}

/**
 * Whether the server keeps what was sent and what came.
 */
export async function keepsExchanges() {
  const response = await call('actuator');
  return response.ok && 'togetherexchanges' in (await response.json())._links;
}
