package ai.matey.observation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.ir.RateLimits;

/**
 * The rate limits that the provider last reported for each client and model. They are
 * forgotten after a minute, since they are outdated by then. Models that are not among
 * the bounded names, such as invented ones, share one entry. Thread-safe.
 *
 * <pre>{@code
 * KnownRateLimits.Entry entry = knownRateLimits.find("default", "openai/gpt-oss-20b");
 * if (entry != null && entry.limits().requests() != null) {
 *     Double left = entry.limits().requests().remaining();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class KnownRateLimits implements BackendListener {

	/** The default time after which limits are forgotten. */
	public static final Duration DEFAULT_TTL = Duration.ofMinutes(1);

	private final Clock clock;

	private final Duration ttl;

	private final BoundedNames models;

	private final Map<Key, Known> entries = new ConcurrentHashMap<>();

	/**
	 * Create an instance that keeps limits for one minute.
	 */
	public KnownRateLimits() {
		this(Clock.systemUTC(), DEFAULT_TTL, new BoundedNames(BoundedNames.DEFAULT_LIMIT));
	}

	/**
	 * Create an instance without limits.
	 * @param clock the clock
	 * @param ttl the time after which limits are forgotten
	 * @param models the models that have their own entry; a successful call adds its
	 * model
	 */
	public KnownRateLimits(Clock clock, Duration ttl, BoundedNames models) {
		this.clock = clock;
		this.ttl = ttl;
		this.models = models;
	}

	@Override
	public void responded(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
		if (limits != null) {
			Key key = new Key(call.client(), this.models.known(call.model()));
			put(key, limits, this.clock.instant(), call.model());
		}
	}

	/**
	 * The first success gives its model a separate entry, which includes the limits
	 * reported during that call.
	 */
	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		String model = call.model();
		if (outcome != Outcome.SUCCESS || model == null || !BoundedNames.OTHER.equals(this.models.known(model))) {
			return;
		}
		Key own = new Key(call.client(), this.models.keep(model));
		Known shared = this.entries.get(new Key(call.client(), BoundedNames.OTHER));
		if (own.model().equals(model) && shared != null && model.equals(shared.asked())) {
			put(own, shared.entry().limits(), shared.entry().time(), model);
		}
	}

	private void put(Key key, RateLimits limits, Instant time, @Nullable String asked) {
		this.entries.put(key, new Known(new Entry(key.client(), key.model(), limits, time), asked));
	}

	/**
	 * Return the limits of one model.
	 * @param client the client's name
	 * @param model the model, or {@code null} for calls without one
	 * @return the limits, or {@code null} if none were reported recently
	 */
	public @Nullable Entry find(String client, @Nullable String model) {
		Known known = this.entries.get(new Key(client, this.models.known(model)));
		return (known != null && isFresh(known.entry())) ? known.entry() : null;
	}

	/**
	 * Return the limits of all models.
	 * @return the recently reported limits by client and model
	 */
	public List<Entry> findAll() {
		return this.entries.values()
			.stream()
			.map(Known::entry)
			.filter(this::isFresh)
			.sorted(Comparator.comparing(Entry::client).thenComparing(Entry::model))
			.toList();
	}

	/**
	 * Return the time until the limits of an entry are reset.
	 * @param entry the entry
	 * @return the time, zero if it has passed, or {@code null} if the provider did not
	 * report it
	 */
	public @Nullable Duration untilReset(Entry entry) {
		Duration reset = entry.limits().reset();
		if (reset == null) {
			return null;
		}
		Duration left = Duration.between(this.clock.instant(), entry.time().plus(reset));
		return left.isNegative() ? Duration.ZERO : left;
	}

	private boolean isFresh(Entry entry) {
		return !this.clock.instant().isAfter(entry.time().plus(this.ttl));
	}

	/**
	 * The rate limits that the provider reported.
	 *
	 * @param client the client's name
	 * @param model the model; {@code none} for calls without one, {@code other} for all
	 * models that have no separate entry
	 * @param limits the limits
	 * @param time when they were reported
	 */
	public record Entry(String client, String model, RateLimits limits, Instant time) {

	}

	private record Key(String client, String model) {

	}

	/**
	 * An entry with the model of the call that it was reported for.
	 */
	private record Known(Entry entry, @Nullable String asked) {

	}

}
