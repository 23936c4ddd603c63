import assert from 'node:assert/strict';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embedMany, generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { apiKey, baseURL, EMBEDDINGS, MODEL, umbrella } from './gateway.mjs';

const provider = (key) => createOpenAICompatible({ name: 'gateway', baseURL, apiKey: key, includeUsage: true,
  supportsStructuredOutputs: true });
const gateway = provider(apiKey);
const scripted = (script) => gateway(`e2e/${script}-vercel`);

const weather = tool({
  description: 'The weather in a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `Rain in ${city}`
});
const rainy = { model: scripted('tools'), messages: umbrella, tools: { get_weather: weather }, stopWhen: stepCountIs(3) };

const quiet = { maxRetries: 0, onError: () => {} };

export const scenarios = {
  async chat() {
    const { text, usage, finishReason } = await generateText({ model: gateway(MODEL), prompt: 'Hello!' });
    assert.match(text, /Hello!/);
    assert.equal(finishReason, 'stop');
    assert.ok(usage.totalTokens > 0);
  },

  async stream() {
    const result = streamText({ model: gateway(MODEL), prompt: 'Hello!', ...quiet });
    const pieces = [];
    for await (const piece of result.textStream) {
      pieces.push(piece);
    }
    assert.ok(pieces.length > 1);
    assert.match(pieces.join(''), /Hello!/);
    assert.ok((await result.usage).totalTokens > 0);
    assert.equal(await result.finishReason, 'stop');
  },

  async reasoning() {
    const result = streamText({ model: scripted('reasoning'), prompt: 'Hello!', ...quiet });
    assert.equal(await result.text, 'Blue');
    assert.equal(await result.reasoningText, 'Because of the light');
  },

  async tools() {
    const { text, steps } = await generateText(rainy);
    assert.equal(text, 'Rain in Paris, Rain in Rome');
    assert.equal(steps[0].toolResults.length, 2);
  },

  async streamedTools() {
    const result = streamText({ ...rainy, ...quiet });
    assert.equal(await result.text, 'Rain in Paris, Rain in Rome');
    assert.deepEqual((await result.steps)[0].toolCalls.map((call) => call.input.city), ['Paris', 'Rome']);
  },

  async abort() {
    const controller = new AbortController();
    const result = streamText({ model: scripted('endless'), prompt: 'Hello!', abortSignal: controller.signal, ...quiet });
    let seen = 0;
    for await (const part of result.fullStream) {
      if (part.type === 'text-delta' && ++seen === 3) {
        controller.abort();
      }
    }
    assert.ok(seen >= 3);
  },

  async abortBeforeTheResponse() {
    await assert.rejects(generateText({ model: scripted('silent'), prompt: 'Hello!', maxRetries: 0,
      abortSignal: AbortSignal.timeout(500) }), (failure) => failure.name === 'TimeoutError' || failure.name === 'AbortError');
  },

  async embeddings() {
    const { embeddings } = await embedMany({ model: gateway.embeddingModel(EMBEDDINGS), values: ['one', 'two'] });
    assert.equal(embeddings.length, 2);
    embeddings.forEach((vector) => assert.ok(vector.length > 1 && vector.every(Number.isFinite)));
  },

  async typedResponse() {
    const schema = z.object({ city: z.string(), days: z.number().int() });
    const { output } = await generateText({ model: gateway(MODEL), prompt: 'A trip', output: Output.object({ schema }) });
    schema.parse(output);
  },

  async unknownModel() {
    const failure = await failed({ model: gateway('no/such') }, 404);
    assert.match(failure.message, /no\/such/);
  },

  async unknownModelOfAStream() {
    const failures = [];
    const result = streamText({ model: gateway('no/such'), prompt: 'Hello!', maxRetries: 0,
      onError: ({ error }) => failures.push(error) });
    await result.consumeStream();
    assert.equal(failures[0].statusCode, 404);
  },

  async requestThatTheServiceRefuses() {
    const failure = await failed({ model: scripted('invalid') }, 400);
    assert.match(failure.message, /top_k is too small/);
  },

  async wrongKey() {
    await failed({ model: provider('wrong')(MODEL) }, 401);
  },

  async rateLimit() {
    const failure = await failed({ model: scripted('limited') }, 429);
    assert.equal(failure.responseHeaders['retry-after'], '7');
    assert.equal(failure.isRetryable, true);
  },

  async streamThatIsCut() {
    const failures = [];
    const result = streamText({ model: scripted('cut'), prompt: 'Hello!', maxRetries: 0,
      onError: ({ error }) => failures.push(error) });
    let text = '';
    for await (const part of result.fullStream) {
      text += part.type === 'text-delta' ? part.text : '';
    }
    assert.equal(text, 'Half a');
    assert.equal(failures.length, 1);
  }
};

async function failed(request, status) {
  const failure = await generateText({ prompt: 'Hello!', maxRetries: 0, ...request })
    .then(() => assert.fail('it succeeded'), (reason) => reason);
  assert.ok(APICallError.isInstance(failure), String(failure));
  assert.equal(failure.statusCode, status);
  return failure;
}
