/**
 * Support for failed calls and streams in responses of the application's controllers.
 */
@NullMarked
package ai.matey.autoconfigure.together.web;

import org.jspecify.annotations.NullMarked;
