/**
 * An error as the gateway tells it.
 */
export class ChatError extends Error {

  constructor(message, { status, type, code, retryAfter, partial } = {}) {
    super(message);
    Object.assign(this, { status, type, code, retryAfter, partial });
  }

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
      const { value, done } = await reader.read();
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
 * Streams an answer. Calls back with each piece of text or reasoning, and notes in the
 * result what becomes known, so that it tells something of a failed call too.
 */
export async function stream(request, signal, result, onText, onReasoning) {
  const started = performance.now();
  Object.assign(result, { pieces: 0, usage: null, finishReason: null, firstToken: null });
  const response = await fetch('v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...request, stream: true, stream_options: { include_usage: true } }),
    signal
  });
  if (!response.ok) {
    throw await failure(response);
  }
  for await (const data of events(response.body)) {
    if (data === '[DONE]') {
      return;
    }
    const chunk = JSON.parse(data);
    if (chunk.error) {
      throw new ChatError(chunk.error.message ?? 'The answer failed.',
        { type: chunk.error.type, code: chunk.error.code, partial: true });
    }
    result.usage = chunk.usage ?? result.usage;
    const choice = chunk.choices?.[0];
    const { content, reasoning } = choice?.delta ?? {};
    if (content || reasoning) {
      result.firstToken ??= performance.now() - started;
      result.pieces++;
    }
    if (reasoning) {
      onReasoning(reasoning);
    }
    if (content) {
      onText(content);
    }
    result.finishReason = choice?.finish_reason ?? result.finishReason;
  }
  throw new ChatError('The connection ended before the answer did.', { partial: true });
}

/**
 * The models that can chat.
 */
export async function chatModels() {
  const response = await fetch('v1/models');
  if (!response.ok) {
    throw await failure(response);
  }
  const models = (await response.json()).data ?? [];
  return models.filter((model) => !model.type || model.type === 'chat')
    .sort((one, other) => one.id.localeCompare(other.id));
}

/**
 * Whether answers are made up.
 */
export async function isFake() {
  const response = await fetch('actuator/info');
  return response.ok && (await response.json()).together?.fake === true;
}
