/**
 * Auto-configuration for observations and for the beans that remember limits and
 * problems.
 */
@NullMarked
package ai.matey.autoconfigure.together.observation;

import org.jspecify.annotations.NullMarked;
