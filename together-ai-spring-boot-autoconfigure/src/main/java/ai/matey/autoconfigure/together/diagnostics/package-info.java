/**
 * Failure analyzers: what went wrong at start-up and what to do.
 */
@NullMarked
package ai.matey.autoconfigure.together.diagnostics;

import org.jspecify.annotations.NullMarked;
