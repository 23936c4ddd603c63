/**
 * Auto-configuration for the model aliases, budgets and response cache of each client.
 */
@NullMarked
package ai.matey.autoconfigure.together.middleware;

import org.jspecify.annotations.NullMarked;
