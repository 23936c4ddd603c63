/**
 * The {@link ai.matey.core.Bridge} and its middleware: the way of every call from a
 * frontend to a backend.
 */
@NullMarked
package ai.matey.core;

import org.jspecify.annotations.NullMarked;
