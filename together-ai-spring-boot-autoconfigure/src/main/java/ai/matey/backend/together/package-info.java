/**
 * The Together AI backend: the adapter, its builder and its HTTP client.
 */
@NullMarked
package ai.matey.backend.together;

import org.jspecify.annotations.NullMarked;
