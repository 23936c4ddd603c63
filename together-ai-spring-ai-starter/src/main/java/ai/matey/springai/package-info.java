/**
 * Implementations of Spring AI's models based on the {@link ai.matey.core.Bridge}, whose
 * deadlines, retries, errors and meters thus apply to applications written for Spring AI.
 */
@NullMarked
package ai.matey.springai;

import org.jspecify.annotations.NullMarked;
