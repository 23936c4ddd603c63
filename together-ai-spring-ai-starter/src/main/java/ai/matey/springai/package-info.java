/**
 * Spring AI's models over the {@link ai.matey.core.Bridge}: an application that is
 * written against Spring AI talks to Together AI with the bridge's deadlines, retries,
 * errors and meters.
 */
@NullMarked
package ai.matey.springai;

import org.jspecify.annotations.NullMarked;
