/**
 * The state of clients, as their calls show it: problems, recent errors, running streams.
 */
@NullMarked
package ai.matey.observation.client;

import org.jspecify.annotations.NullMarked;
