/**
 * One class for each endpoint: what is sent, and what comes back as IR.
 * <p>
 * Internal: public for Java's sake, not API. It may change in any release.
 */
@NullMarked
package ai.matey.backend.together.endpoint;

import org.jspecify.annotations.NullMarked;
