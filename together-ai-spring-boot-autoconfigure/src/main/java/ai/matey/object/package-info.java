/**
 * Responses with a Java type: {@link ai.matey.object.ObjectOperations} asks for them.
 */
@NullMarked
package ai.matey.object;

import org.jspecify.annotations.NullMarked;
