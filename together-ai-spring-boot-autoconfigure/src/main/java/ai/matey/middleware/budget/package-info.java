/**
 * {@link ai.matey.core.ChatMiddleware} that keeps the cost of calls within a budget. It
 * is independent of any provider: prices and the store of what is spent are interfaces.
 */
@NullMarked
package ai.matey.middleware.budget;

import org.jspecify.annotations.NullMarked;
