/**
 * Auto-configuration for meters.
 */
@NullMarked
package ai.matey.autoconfigure.together.metrics;

import org.jspecify.annotations.NullMarked;
