/**
 * Together AI in Spring Boot: settings under {@code together}, the beans made of them,
 * and the hooks by which an application changes them.
 */
@NullMarked
package ai.matey.autoconfigure.together;

import org.jspecify.annotations.NullMarked;
