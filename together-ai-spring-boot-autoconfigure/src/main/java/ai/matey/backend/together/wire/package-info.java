/**
 * JSON support that is shared by the other packages.
 * <p>
 * Internal: public for Java's sake, not API. It may change in any release.
 */
@NullMarked
package ai.matey.backend.together.wire;

import org.jspecify.annotations.NullMarked;
