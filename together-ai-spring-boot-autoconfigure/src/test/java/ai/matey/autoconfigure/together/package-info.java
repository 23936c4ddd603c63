/**
 * Tests of the auto-configuration.
 */
@NullMarked
package ai.matey.autoconfigure.together;

import org.jspecify.annotations.NullMarked;
