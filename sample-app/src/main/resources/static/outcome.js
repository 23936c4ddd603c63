import { seconds } from './steps.js';

// In less time, too few pieces came one after another to tell a speed
const LEAST_WRITING = 100;
const DOLLARS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumSignificantDigits: 3 });

function speed(tokens, call) {
  const writing = call.firstToken === null ? 0 : call.duration - call.firstToken;
  return tokens > 1 && writing >= LEAST_WRITING ? (tokens - 1) / writing * 1000 : null;
}

/**
 * What went wrong, in a few words.
 */
export function titleOf(error) {
  const what = [error.status, error.code ?? error.type].filter(Boolean).join(' · ');
  const prefix = error.partial ? 'The answer is incomplete' : 'The call failed';
  return what ? `${prefix} (${what})` : prefix;
}

/**
 * The figures [name, value] of a call that succeeded. Sets its speed.
 */
export function figuresOf(call, asked) {
  const { usage } = call;
  const tokens = usage?.completion_tokens ?? call.pieces;
  // Tools take their time, too
  call.speed = call.calls ? null : speed(tokens, call);
  const cached = usage?.prompt_tokens_details?.cached_tokens;
  const reasoned = usage?.completion_tokens_details?.reasoning_tokens;
  return [
    call.firstToken !== null && ['first token', seconds(call.firstToken)],
    ['total', seconds(call.duration)],
    usage && ['tokens', `${usage.prompt_tokens} in, ${tokens} out`],
    cached && ['cached', String(cached)],
    reasoned && ['reasoning', String(reasoned)],
    call.speed && ['speed', `${usage ? '' : '≈ '}${call.speed.toFixed(0)} tokens/s`],
    call.cost && ['cost', DOLLARS.format(call.cost)],
    call.answeredBy && call.answeredBy !== asked && ['answered by', call.answeredBy],
    call.finishReason && !['stop', 'tool_calls'].includes(call.finishReason) && ['ended by', call.finishReason]
  ].filter(Boolean);
}
