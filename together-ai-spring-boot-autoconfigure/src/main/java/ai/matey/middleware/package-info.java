/**
 * Ready-made {@link ai.matey.core.ChatMiddleware}: aliases of models, budgets and a cache
 * of responses. It is independent of any provider and gets what it needs through small
 * interfaces.
 */
@NullMarked
package ai.matey.middleware;

import org.jspecify.annotations.NullMarked;
