/**
 * Decodes streams: bytes to events, and events to chunks.
 * <p>
 * Internal: public for Java's sake, not API. It may change in any release.
 */
@NullMarked
package ai.matey.backend.together.stream;

import org.jspecify.annotations.NullMarked;
