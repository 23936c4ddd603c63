/**
 * The state of clients, derived from their calls: problems, recent errors and running
 * streams.
 */
@NullMarked
package ai.matey.observation.client;

import org.jspecify.annotations.NullMarked;
