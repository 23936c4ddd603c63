/**
 * Lets operators see calls: an observation for each call to a model, with meters and
 * spans by the OpenTelemetry conventions for generative AI; and listeners that remember
 * limits, failures and problems. Prompts and answers stay out unless asked for, keys
 * always.
 */
@NullMarked
package ai.matey.observation;

import org.jspecify.annotations.NullMarked;
