/**
 * Responses with a Java type, requested through {@link ai.matey.object.ObjectOperations}.
 */
@NullMarked
package ai.matey.object;

import org.jspecify.annotations.NullMarked;
