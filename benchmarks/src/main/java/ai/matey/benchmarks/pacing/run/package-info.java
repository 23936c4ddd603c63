/**
 * A run of pacing with real processes: a limited service, two samples and a Redis.
 */
@NullMarked
package ai.matey.benchmarks.pacing.run;

import org.jspecify.annotations.NullMarked;
