/**
 * Failures of calls, and streams of chunks, as responses of the application's own
 * controllers.
 */
@NullMarked
package ai.matey.autoconfigure.together.web;

import org.jspecify.annotations.NullMarked;
