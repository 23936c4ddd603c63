/**
 * OpenAI's chat completion format: {@link ai.matey.frontend.openai.OpenAIFrontendAdapter}
 * translates between the records of {@code ai.matey.frontend.openai.format} and IR.
 */
@NullMarked
package ai.matey.frontend.openai;

import org.jspecify.annotations.NullMarked;
