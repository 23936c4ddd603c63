// What OpenAI's and Together's packages have in common: both are made by one generator.

import assert from 'node:assert/strict';
import { apiKey, baseURL, EMBEDDINGS, hello, MODEL, umbrella } from './gateway.mjs';

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
  }
};

export function scenariosOf(Client, name) {
  const client = new Client({ baseURL, apiKey, maxRetries: 0 });
  const chat = (request, options) => client.chat.completions.create({ model: MODEL, messages: hello, ...request }, options);
  // What the service does depends on the model
  const scripted = (script) => `e2e/${script}-${name}`;

  const ask = async (model, messages) => (await chat({ model, messages, tools: [weather] })).choices[0];
  const results = (calls) => calls.map((call) => ({ role: 'tool', tool_call_id: call.id,
    content: `Rain in ${JSON.parse(call.function.arguments).city}` }));

  const finish = async (model, calls) => {
    const choice = await ask(model, [...umbrella, { role: 'assistant', content: null, tool_calls: calls },
      ...results(calls)]);
    assert.equal(choice.finish_reason, 'stop');
    assert.equal(choice.message.content, 'Rain in Paris, Rain in Rome');
  };

  return {
    async chat() {
      const completion = await chat();
      assert.equal(completion.object, 'chat.completion');
      assert.equal(completion.choices[0].finish_reason, 'stop');
      assert.match(completion.choices[0].message.content, /Hello!/);
      assert.ok(completion.usage.total_tokens > 0);
    },

    async stream() {
      const chunks = [];
      for await (const chunk of await chat({ stream: true, stream_options: { include_usage: true } })) {
        assert.equal(chunk.object, 'chat.completion.chunk');
        chunks.push(chunk);
      }
      assert.ok(chunks.length > 3);
      assert.match(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), /Hello!/);
      assert.ok(chunks.some((chunk) => chunk.choices[0]?.finish_reason === 'stop'));
      assert.ok(chunks.at(-1).usage.total_tokens > 0);
    },

    async streamHelper() {
      const pieces = [];
      const stream = client.chat.completions.stream({ model: MODEL, messages: hello })
        .on('content', (piece) => pieces.push(piece));
      const completion = await stream.finalChatCompletion();
      assert.ok(pieces.length > 1);
      assert.equal(completion.choices[0].message.content, pieces.join(''));
    },

    async tools() {
      const model = scripted('tools');
      const choice = await ask(model, umbrella);
      assert.equal(choice.finish_reason, 'tool_calls');
      assert.deepEqual(choice.message.tool_calls.map((call) => call.function.name), ['get_weather', 'get_weather']);
      await finish(model, choice.message.tool_calls);
    },

    async streamedTools() {
      const model = scripted('tools');
      const calls = [];
      let reason = null;
      for await (const chunk of await chat({ model, messages: umbrella, tools: [weather], stream: true })) {
        const choice = chunk.choices[0];
        for (const delta of choice?.delta.tool_calls ?? []) {
          const call = calls[delta.index] ??= { id: delta.id, type: 'function', function: { name: '', arguments: '' } };
          call.function.name += delta.function.name ?? '';
          call.function.arguments += delta.function.arguments ?? '';
        }
        reason = choice?.finish_reason ?? reason;
      }
      assert.equal(reason, 'tool_calls');
      assert.equal(new Set(calls.map((call) => call.id)).size, 2);
      await finish(model, calls);
    },

    async abort() {
      const stream = await chat({ model: scripted('endless'), stream: true });
      let seen = 0;
      for await (const chunk of stream) {
        assert.ok(chunk.choices);
        if (++seen === 3) {
          stream.controller.abort();
        }
      }
      assert.ok(seen >= 3);
    },

    async abortByLeavingTheLoop() {
      for await (const chunk of await chat({ model: scripted('endless'), stream: true })) {
        assert.ok(chunk.choices);
        break;
      }
    },

    async abortBeforeTheResponse() {
      await assert.rejects(chat({ model: scripted('silent') }, { signal: AbortSignal.timeout(500) }),
        Client.APIUserAbortError);
    },

    async embeddings() {
      const { data } = await client.embeddings.create({ model: EMBEDDINGS, input: ['one', 'two'] });
      assert.deepEqual(data.map((each) => each.index), [0, 1]);
      data.forEach((each) => assert.ok(each.embedding.length > 1 && each.embedding.every(Number.isFinite)));
      assert.notDeepEqual(data[0].embedding, data[1].embedding);
    },

    async unknownModel() {
      const failure = await failed(chat({ model: 'no/such' }), Client.NotFoundError, 404);
      assert.match(failure.message, /no\/such/);
    },

    async unknownModelOfAStream() {
      await failed(chat({ model: 'no/such', stream: true }), Client.NotFoundError, 404);
    },

    async invalidRequest() {
      const failure = await failed(chat({ messages: [] }), Client.BadRequestError, 400);
      assert.match(failure.message, /messages/);
    },

    async requestThatTheServiceRefuses() {
      const failure = await failed(chat({ model: scripted('invalid') }), Client.BadRequestError, 400);
      assert.match(failure.message, /top_k is too small/);
    },

    async wrongKey() {
      const stranger = new Client({ baseURL, apiKey: 'wrong', maxRetries: 0 });
      await failed(stranger.chat.completions.create({ model: MODEL, messages: hello }), Client.AuthenticationError, 401);
      await failed(stranger.models.list(), Client.AuthenticationError, 401);
    },

    async rateLimit() {
      const failure = await failed(chat({ model: scripted('limited') }), Client.RateLimitError, 429);
      assert.equal(failure.headers.get('retry-after'), '7');
    },

    async rateLimitThatIsWaitedFor() {
      const started = Date.now();
      const completion = await chat({ model: scripted('once-limited') }, { maxRetries: 1 });
      assert.equal(completion.choices[0].message.content, 'At last');
      assert.ok(Date.now() - started >= 990, 'it waited as long as retry-after says');
    },

    async streamThatIsCut() {
      let text = '';
      await assert.rejects(async () => {
        for await (const chunk of await chat({ model: scripted('cut'), stream: true })) {
          text += chunk.choices[0].delta.content ?? '';
        }
      }, Client.APIError);
      assert.equal(text, 'Half a');
    }
  };

  async function failed(call, type, status) {
    const failure = await call.then(() => assert.fail('it succeeded'), (reason) => reason);
    assert.ok(failure instanceof type, `${failure.constructor.name}: ${failure.message}`);
    assert.equal(failure.status, status);
    return failure;
  }
}
