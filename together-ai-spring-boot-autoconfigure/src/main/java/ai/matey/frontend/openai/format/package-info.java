/**
 * The JSON requests and responses of OpenAI's chat completions: plain values that bind
 * with any Jackson 3 mapper, whatever its naming strategy. {@code toString()} never shows
 * what a user or a model wrote.
 */
@NullMarked
package ai.matey.frontend.openai.format;

import org.jspecify.annotations.NullMarked;
