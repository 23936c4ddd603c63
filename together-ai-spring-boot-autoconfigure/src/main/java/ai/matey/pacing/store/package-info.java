/**
 * Contract of the stores through which instances share what they learned about limits.
 */
@NullMarked
package ai.matey.pacing.store;

import org.jspecify.annotations.NullMarked;
