/**
 * Auto-configuration for pacing.
 */
@NullMarked
package ai.matey.autoconfigure.together.pacing;

import org.jspecify.annotations.NullMarked;
