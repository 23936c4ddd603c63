/**
 * Sends requests: attempts, retries, deadlines, cancellation, shutdown and connections.
 * <p>
 * Internal: public for Java's sake, not API. It may change in any release.
 */
@NullMarked
package ai.matey.backend.together.http;

import org.jspecify.annotations.NullMarked;
