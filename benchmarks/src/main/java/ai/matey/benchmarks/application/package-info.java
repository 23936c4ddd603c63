/**
 * An application to start.
 */
@NullMarked
package ai.matey.benchmarks.application;

import org.jspecify.annotations.NullMarked;
