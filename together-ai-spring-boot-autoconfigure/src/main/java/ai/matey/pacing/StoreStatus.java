package ai.matey.pacing;

import org.jspecify.annotations.Nullable;

/**
 * Whether what is learned is shared.
 *
 * @param shared whether there is a store
 * @param joined whether it responds
 * @param problem why it does not, or {@code null}
 */
public record StoreStatus(boolean shared, boolean joined, @Nullable String problem) {

}
