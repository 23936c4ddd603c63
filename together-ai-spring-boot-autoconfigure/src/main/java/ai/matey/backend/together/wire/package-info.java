/**
 * The JSON that Together sends and receives, as far as all others share it.
 * <p>
 * Internal: public for Java's sake, not API. It may change in any release.
 */
@NullMarked
package ai.matey.backend.together.wire;

import org.jspecify.annotations.NullMarked;
