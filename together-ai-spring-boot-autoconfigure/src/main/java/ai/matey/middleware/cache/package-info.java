/**
 * {@link ai.matey.core.ChatMiddleware} that returns the cached response to an equal
 * request. It is independent of any provider and of any cache.
 */
@NullMarked
package ai.matey.middleware.cache;

import org.jspecify.annotations.NullMarked;
