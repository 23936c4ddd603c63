/**
 * Maps failures to exceptions: statuses, transport errors, rate limits and redaction.
 * <p>
 * Internal: public for Java's sake, not API. It may change in any release.
 */
@NullMarked
package ai.matey.backend.together.error;

import org.jspecify.annotations.NullMarked;
