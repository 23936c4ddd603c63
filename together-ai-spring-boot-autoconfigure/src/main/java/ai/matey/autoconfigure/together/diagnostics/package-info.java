/**
 * Failure analyzers for errors at startup.
 */
@NullMarked
package ai.matey.autoconfigure.together.diagnostics;

import org.jspecify.annotations.NullMarked;
