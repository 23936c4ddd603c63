package ai.matey.tool;

import reactor.core.publisher.Mono;

/**
 * Knows which runs are pending, so that each is resumed once: a payment must not happen
 * twice. It holds a key per pending run and nothing of the conversation. A key stands for
 * the {@link ToolRun.Pending} as it was given out; an altered one has another key and is
 * not known.
 * <p>
 * Implementations are thread-safe. Each application instance that may resume a run needs
 * the same store.
 */
public interface ToolRunStore {

	/**
	 * Remember a pending run.
	 * @param key its key: 64 characters of ASCII
	 * @return completes once the key is stored
	 */
	Mono<Void> add(String key);

	/**
	 * Forget a pending run because it is about to be resumed. Of several that ask for the
	 * same key at once, one is told {@code true}.
	 * @param key its key
	 * @return whether the key was there
	 */
	Mono<Boolean> remove(String key);

}
