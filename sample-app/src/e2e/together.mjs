import assert from 'node:assert/strict';
import Together from 'together-ai';
import { scenariosOf } from './compatible.mjs';
import { apiKey, baseURL, MODEL } from './gateway.mjs';

const client = new Together({ baseURL, apiKey, maxRetries: 0 });

export const scenarios = {
  ...scenariosOf(Together, 'together'),

  // Together's service sends a bare array
  async models() {
    const models = await client.models.list();
    assert.ok(Array.isArray(models));
    assert.equal(models.find((model) => model.id === MODEL).type, 'chat');
  }
};
