/**
 * One class per endpoint, which maps requests and responses between IR and Together's
 * format.
 * <p>
 * Internal: public for Java's sake, not API. It may change in any release.
 */
@NullMarked
package ai.matey.backend.together.endpoint;

import org.jspecify.annotations.NullMarked;
