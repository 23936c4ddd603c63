package ai.matey.tool;

import java.util.LinkedHashSet;
import java.util.Iterator;
import java.util.Set;

import reactor.core.publisher.Mono;

/**
 * A {@link ToolRunStore} in the memory of this process. Beyond its limit the oldest runs
 * are forgotten and can no longer be resumed.
 *
 * @since 0.1.0
 */
public final class InMemoryToolRunStore implements ToolRunStore {

	/** The default maximum number of pending runs. */
	public static final int DEFAULT_MAX_RUNS = 10_000;

	private final int maxRuns;

	private final Set<String> keys = new LinkedHashSet<>();

	/**
	 * Create a store for up to {@value #DEFAULT_MAX_RUNS} pending runs.
	 */
	public InMemoryToolRunStore() {
		this(DEFAULT_MAX_RUNS);
	}

	/**
	 * Create a store.
	 * @param maxRuns the maximum number of pending runs
	 */
	public InMemoryToolRunStore(int maxRuns) {
		if (maxRuns < 1) {
			throw new IllegalArgumentException("maxRuns must be at least 1 but is " + maxRuns);
		}
		this.maxRuns = maxRuns;
	}

	@Override
	public Mono<Void> add(String key) {
		return Mono.fromRunnable(() -> {
			synchronized (this.keys) {
				this.keys.add(key);
				if (this.keys.size() > this.maxRuns) {
					Iterator<String> oldest = this.keys.iterator();
					oldest.next();
					oldest.remove();
				}
			}
		});
	}

	@Override
	public Mono<Boolean> remove(String key) {
		return Mono.fromSupplier(() -> {
			synchronized (this.keys) {
				return this.keys.remove(key);
			}
		});
	}

}
