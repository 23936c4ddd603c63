/**
 * {@link ai.matey.core.ChatMiddleware} that lets requests name a model by an alias, which
 * moves on to another model when one cannot serve. It is independent of any provider.
 */
@NullMarked
package ai.matey.middleware.alias;

import org.jspecify.annotations.NullMarked;
