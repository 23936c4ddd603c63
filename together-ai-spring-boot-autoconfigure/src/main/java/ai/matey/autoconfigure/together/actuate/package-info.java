/**
 * The actuator endpoint of Together AI clients.
 */
@NullMarked
package ai.matey.autoconfigure.together.actuate;

import org.jspecify.annotations.NullMarked;
