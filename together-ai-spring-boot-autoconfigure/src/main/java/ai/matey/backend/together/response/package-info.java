/**
 * Assembles responses: choices, tool calls, reasoning and log probabilities.
 * <p>
 * Internal: public for Java's sake, not API. It may change in any release.
 */
@NullMarked
package ai.matey.backend.together.response;

import org.jspecify.annotations.NullMarked;
