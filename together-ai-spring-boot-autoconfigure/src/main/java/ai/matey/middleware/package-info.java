/**
 * Ready-made {@link ai.matey.core.ChatMiddleware}: aliases of models, budgets and a cache
 * of responses. None of it knows a provider; what it needs of one comes in through small
 * interfaces.
 */
@NullMarked
package ai.matey.middleware;

import org.jspecify.annotations.NullMarked;
