package ai.matey.pacing;

import org.jspecify.annotations.Nullable;

/**
 * The status of sharing through a store.
 *
 * @param shared whether there is a store
 * @param joined whether the store responds
 * @param problem the reason why it does not, or {@code null}
 * @since 0.1.0
 */
public record StoreStatus(boolean shared, boolean joined, @Nullable String problem) {

}
