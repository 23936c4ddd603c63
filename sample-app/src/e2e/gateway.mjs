export const baseURL = process.env.GATEWAY_URL ?? 'http://localhost:8080/v1';
export const apiKey = process.env.GATEWAY_KEY ?? 'any';

export const MODEL = 'meta-llama/Llama-3.3-70B-Instruct-Turbo';
export const EMBEDDINGS = 'intfloat/multilingual-e5-large-instruct';

export const hello = [{ role: 'user', content: 'Hello!' }];
export const umbrella = [{ role: 'user', content: 'Do I need an umbrella in Paris and in Rome?' }];
