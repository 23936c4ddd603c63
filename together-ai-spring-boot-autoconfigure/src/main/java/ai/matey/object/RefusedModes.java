package ai.matey.object;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.schema.JsonType;

/**
 * Remembers for a limited time which modes were refused, so that not every call sends the
 * refused request. Refusals apply to a model and type, since a server may refuse only
 * what one schema contains. Thread-safe.
 */
final class RefusedModes {

	/** The maximum number of models and types, since callers may name any model. */
	static final int LIMIT = 500;

	private final Duration ttl;

	private final Clock clock;

	private final Map<Key, Refusal> refusals = new LinkedHashMap<>();

	RefusedModes(Duration ttl, Clock clock) {
		this.ttl = ttl;
		this.clock = clock;
	}

	/**
	 * Return how many modes of the ladder to skip.
	 */
	int find(@Nullable String model, JsonType<?> type) {
		Key key = new Key(model, type);
		synchronized (this.refusals) {
			Refusal refusal = this.refusals.get(key);
			return (refusal != null && isCurrent(refusal)) ? refusal.modes() : 0;
		}
	}

	/**
	 * Remember that modes were refused while the next one was accepted. A request that is
	 * refused in every mode is wrong for another reason and not remembered.
	 */
	void refused(@Nullable String model, JsonType<?> type, int modes) {
		Key key = new Key(model, type);
		Refusal refusal = new Refusal(modes, this.clock.instant().plus(this.ttl));
		synchronized (this.refusals) {
			this.refusals.values().removeIf((known) -> !isCurrent(known));
			this.refusals.remove(key);
			if (this.refusals.size() == LIMIT) {
				this.refusals.remove(this.refusals.keySet().iterator().next());
			}
			this.refusals.put(key, refusal);
		}
	}

	private boolean isCurrent(Refusal refusal) {
		return this.clock.instant().isBefore(refusal.until());
	}

	private record Key(@Nullable String model, JsonType<?> type) {

	}

	private record Refusal(int modes, Instant until) {

	}

}
