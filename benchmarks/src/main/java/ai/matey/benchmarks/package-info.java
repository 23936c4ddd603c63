/**
 * Measurements of whole calls over a socket.
 */
@NullMarked
package ai.matey.benchmarks;

import org.jspecify.annotations.NullMarked;
