package ai.matey.middleware.budget;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import reactor.core.publisher.Mono;

/**
 * A {@link BudgetStore} in the memory of this instance. It holds a limited number of
 * keys. When all of them belong to current periods, further keys share one count, so that
 * invented keys cannot bypass a budget. Thread-safe.
 *
 * @since 0.1.0
 */
public final class InMemoryBudgetStore implements BudgetStore {

	/** The default limit on keys. */
	public static final int DEFAULT_LIMIT = 10_000;

	private static final String OTHERS = "";

	private final int limit;

	private final Map<String, Count> counts = new HashMap<>();

	/**
	 * Create a store for {@value #DEFAULT_LIMIT} keys.
	 */
	public InMemoryBudgetStore() {
		this(DEFAULT_LIMIT);
	}

	/**
	 * Create a store.
	 * @param limit the maximum number of keys that are counted separately
	 */
	public InMemoryBudgetStore(int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("limit must be at least 1");
		}
		this.limit = limit;
	}

	@Override
	public Mono<Reservation> reserve(BudgetWindow window, long amount, long limit) {
		return Mono.fromSupplier(() -> {
			synchronized (this.counts) {
				Count count = count(window);
				boolean granted = amount <= limit - count.spent;
				count.spent += granted ? amount : 0;
				return new Reservation(granted, count.spent);
			}
		});
	}

	@Override
	public Mono<Long> add(BudgetWindow window, long amount) {
		return change(window, (count) -> count.spent = Math.min(Budget.MAX_UNITS, Math.max(0, count.spent + amount)));
	}

	@Override
	public Mono<Long> spent(BudgetWindow window) {
		return change(window, (count) -> count.spent);
	}

	private Mono<Long> change(BudgetWindow window, ToLongFunction<Count> change) {
		return Mono.fromSupplier(() -> {
			synchronized (this.counts) {
				Count count = count(window);
				// A call may end after its period, when its cost no longer matters
				return count.window.start().equals(window.start()) ? change.applyAsLong(count) : 0L;
			}
		});
	}

	private Count count(BudgetWindow window) {
		String key = window.key();
		if (!this.counts.containsKey(key) && this.counts.size() >= this.limit) {
			this.counts.values().removeIf((count) -> !count.window.end().isAfter(window.start()));
			key = (this.counts.size() >= this.limit) ? OTHERS : key;
		}
		Count count = this.counts.get(key);
		if (count == null || count.window.start().isBefore(window.start())) {
			count = new Count(window);
			this.counts.put(key, count);
		}
		return count;
	}

	/**
	 * The amount spent in a window; accessed only while holding the lock.
	 */
	private static final class Count {

		private final BudgetWindow window;

		private long spent;

		private Count(BudgetWindow window) {
			this.window = window;
		}

	}

}
