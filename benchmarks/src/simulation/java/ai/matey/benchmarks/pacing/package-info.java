/**
 * A simulator of rate limits in virtual time, which runs the real pacing code.
 */
@NullMarked
package ai.matey.benchmarks.pacing;

import org.jspecify.annotations.NullMarked;
