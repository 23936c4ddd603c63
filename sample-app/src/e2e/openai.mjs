import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { scenariosOf } from './compatible.mjs';
import { apiKey, baseURL, EMBEDDINGS, hello, MODEL, umbrella } from './gateway.mjs';

const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

export const scenarios = {
  ...scenariosOf(OpenAI, 'openai'),

  async models() {
    const names = [];
    for await (const model of client.models.list()) {
      assert.equal(model.object, 'model');
      names.push(model.id);
    }
    assert.ok(names.includes(MODEL));
  },

  async oneModel() {
    assert.equal((await client.models.retrieve(MODEL)).id, MODEL);
    await assert.rejects(client.models.retrieve('no/such'), OpenAI.NotFoundError);
  },

  async embeddingsAsNumbers() {
    const { data } = await client.embeddings.create({ model: EMBEDDINGS, input: 'one', encoding_format: 'float' });
    const packed = await client.embeddings.create({ model: EMBEDDINGS, input: 'one' });
    assert.deepEqual(data[0].embedding.map(Math.fround), packed.data[0].embedding.map(Math.fround));
  },

  async toolsThatAreRun() {
    const run = client.chat.completions.runTools({
      model: 'e2e/tools-openai',
      messages: umbrella,
      stream: true,
      tools: [{
        type: 'function',
        function: {
          name: 'get_weather',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          parse: JSON.parse,
          function: ({ city }) => `Rain in ${city}`
        }
      }]
    });
    assert.equal(await run.finalContent(), 'Rain in Paris, Rain in Rome');
  },

  async typedResponse() {
    const Trip = z.object({ city: z.string(), days: z.number().int() });
    const completion = await client.chat.completions.parse({ model: MODEL, messages: hello,
      response_format: zodResponseFormat(Trip, 'trip') });
    Trip.parse(completion.choices[0].message.parsed);
  }
};
