/**
 * The {@link ai.matey.core.Bridge} and its middleware, through which every call passes
 * from a frontend to a backend.
 */
@NullMarked
package ai.matey.core;

import org.jspecify.annotations.NullMarked;
