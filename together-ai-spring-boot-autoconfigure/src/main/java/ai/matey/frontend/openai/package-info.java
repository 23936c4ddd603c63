/**
 * OpenAI's chat completion format: records of what goes over the wire, and
 * {@link ai.matey.frontend.openai.OpenAIFrontendAdapter} between them and IR. The records
 * bind with any Jackson 3 mapper whatever its naming strategy; {@code toString()} never
 * shows what a user or a model wrote.
 */
@NullMarked
package ai.matey.frontend.openai;

import org.jspecify.annotations.NullMarked;
