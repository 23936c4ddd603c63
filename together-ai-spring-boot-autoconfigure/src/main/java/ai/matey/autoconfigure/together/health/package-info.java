/**
 * Health of Together AI clients.
 */
@NullMarked
package ai.matey.autoconfigure.together.health;

import org.jspecify.annotations.NullMarked;
