/**
 * Auto-configuration of observations, and of what remembers limits and problems.
 */
@NullMarked
package ai.matey.autoconfigure.together.observation;

import org.jspecify.annotations.NullMarked;
