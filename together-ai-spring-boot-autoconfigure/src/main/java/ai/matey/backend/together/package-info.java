/**
 * The Together AI backend: what is sent to Together, how its answers and streams are
 * read, which errors they become, when a request is sent again, and how long anything may
 * take.
 */
@NullMarked
package ai.matey.backend.together;

import org.jspecify.annotations.NullMarked;
