/**
 * A log of the exchanges between clients and their servers, for debugging.
 */
@NullMarked
package ai.matey.autoconfigure.together.exchange;

import org.jspecify.annotations.NullMarked;
