/**
 * Observability of calls: an observation for each call to a model, with meters and spans
 * that follow the OpenTelemetry conventions for generative AI, and listeners that
 * remember limits, failures and problems. Prompts and responses are only included on
 * request, keys never.
 */
@NullMarked
package ai.matey.observation;

import org.jspecify.annotations.NullMarked;
