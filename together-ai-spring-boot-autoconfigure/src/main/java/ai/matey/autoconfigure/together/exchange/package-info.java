/**
 * A log of what clients sent to their server and what came back, for people who debug.
 */
@NullMarked
package ai.matey.autoconfigure.together.exchange;

import org.jspecify.annotations.NullMarked;
