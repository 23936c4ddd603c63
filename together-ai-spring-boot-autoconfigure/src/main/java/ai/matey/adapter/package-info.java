/**
 * The two sides of a bridge: a {@link ai.matey.adapter.FrontendAdapter} turns a caller's
 * format into IR, a {@link ai.matey.adapter.BackendAdapter} calls a provider.
 */
@NullMarked
package ai.matey.adapter;

import org.jspecify.annotations.NullMarked;
