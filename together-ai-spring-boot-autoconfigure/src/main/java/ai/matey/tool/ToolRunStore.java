package ai.matey.tool;

import reactor.core.publisher.Mono;

/**
 * Remembers which runs are pending, so that each is resumed only once; a payment, for
 * example, must not be made twice. It stores one key per pending run and nothing of the
 * conversation. The key identifies the unaltered {@link ToolRun.Pending}; an altered run
 * has another key and is therefore unknown.
 * <p>
 * Implementations must be thread-safe. All instances of an application that may resume a
 * run must share one store.
 *
 * @since 0.1.0
 */
public interface ToolRunStore {

	/**
	 * Remember a pending run.
	 * @param key the key of the run: 64 ASCII characters
	 * @return completes once the key is stored
	 */
	Mono<Void> add(String key);

	/**
	 * Remove a pending run that is about to be resumed. If several callers remove the
	 * same key concurrently, exactly one receives {@code true}.
	 * @param key the key of the run
	 * @return whether the key was present
	 */
	Mono<Boolean> remove(String key);

}
