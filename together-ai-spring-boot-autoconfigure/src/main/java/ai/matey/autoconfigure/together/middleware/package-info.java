/**
 * Auto-configuration of aliases of models, budgets and the response cache of each client.
 */
@NullMarked
package ai.matey.autoconfigure.together.middleware;

import org.jspecify.annotations.NullMarked;
