/**
 * The code of {@code docs/spring-ai.md}.
 */
@NullMarked
package ai.matey.docs;

import org.jspecify.annotations.NullMarked;
