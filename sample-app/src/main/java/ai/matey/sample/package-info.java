/**
 * A chat page and a gateway in OpenAI's format, both based on the
 * {@link ai.matey.core.Bridge}.
 */
@NullMarked
package ai.matey.sample;

import org.jspecify.annotations.NullMarked;
