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
 * The rate limits that the provider last told, for each client and model. They are
 * forgotten after a minute, since they say nothing about now. Models that are not among
 * the bounded names, such as made-up ones, share one entry. Thread-safe.
 *
 * <pre>{@code
 * KnownRateLimits.Entry entry = knownRateLimits.find("default", "openai/gpt-oss-20b");
 * if (entry != null && entry.limits().requests() != null) {
 *     Double left = entry.limits().requests().remaining();
 * }
 * }</pre>
 */
public final class KnownRateLimits implements BackendListener {

	/** How long limits are known by default. */
	public static final Duration DEFAULT_TTL = Duration.ofMinutes(1);

	private final Clock clock;

	private final Duration ttl;

	private final BoundedNames models;

	private final Map<Key, Known> entries = new ConcurrentHashMap<>();

	/**
	 * Create a memory of one minute that is empty.
	 */
	public KnownRateLimits() {
		this(Clock.systemUTC(), DEFAULT_TTL, new BoundedNames(BoundedNames.DEFAULT_LIMIT));
	}

	/**
	 * Create an empty memory.
	 * @param clock the clock
	 * @param ttl how long limits are known
	 * @param models the models that have an entry of their own; a success of another one
	 * gives it a place
	 */
	public KnownRateLimits(Clock clock, Duration ttl, BoundedNames models) {
		this.clock = clock;
		this.ttl = ttl;
		this.models = models;
	}

	@Override
	public void answered(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
		if (limits != null) {
			Key key = new Key(call.client(), this.models.known(call.model()));
			put(key, limits, this.clock.instant(), call.model());
		}
	}

	/**
	 * A first success gives its model an entry of its own, with what was told on the way.
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
	 * @return what the provider told, or {@code null} if it told nothing lately
	 */
	public @Nullable Entry find(String client, @Nullable String model) {
		Known known = this.entries.get(new Key(client, this.models.known(model)));
		return (known != null && isFresh(known.entry())) ? known.entry() : null;
	}

	/**
	 * Return the limits of all models.
	 * @return what the provider told lately, by client and model
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
	 * Return the time until the limits of an entry are fresh again.
	 * @param entry the entry
	 * @return zero once that time has come, or {@code null} if the provider did not say
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
	 * What the provider told about its limits.
	 *
	 * @param client the client's name
	 * @param model the model; {@code none} for calls without one, {@code other} for all
	 * models that have no entry of their own
	 * @param limits the limits
	 * @param time when they were told
	 */
	public record Entry(String client, String model, RateLimits limits, Instant time) {

	}

	private record Key(String client, String model) {

	}

	/**
	 * An entry, and the model that was asked when it was told.
	 */
	private record Known(Entry entry, @Nullable String asked) {

	}

}
