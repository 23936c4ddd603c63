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
 * What the provider last said about its limits, for each client and model. What is older
 * than a minute is forgotten: it says nothing about now. Thread-safe.
 *
 * <pre>{@code
 * KnownRateLimits.Entry entry = knownRateLimits.find("default", "openai/gpt-oss-20b");
 * if (entry != null && entry.limits().requests() != null) {
 *     Double left = entry.limits().requests().remaining();
 * }
 * }</pre>
 */
public final class KnownRateLimits implements BackendListener {

	/** How long a value is known. */
	public static final Duration DEFAULT_TTL = Duration.ofMinutes(1);

	private final Clock clock;

	private final Duration ttl;

	private final BoundedNames models;

	private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * Knows nothing yet.
	 */
	public KnownRateLimits() {
		this(Clock.systemUTC(), DEFAULT_TTL, new BoundedNames(BoundedNames.DEFAULT_LIMIT));
	}

	/**
	 * Knows nothing yet.
	 * @param clock tells the time
	 * @param ttl how long a value is known
	 * @param models the models that are told apart
	 */
	public KnownRateLimits(Clock clock, Duration ttl, BoundedNames models) {
		this.clock = clock;
		this.ttl = ttl;
		this.models = models;
	}

	@Override
	public void answered(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
		if (limits != null) {
			Key key = new Key(call.client(), this.models.keep(call.model()));
			this.entries.put(key, new Entry(key.client(), key.model(), limits, this.clock.instant()));
		}
	}

	/**
	 * The limits of one model.
	 * @param client the client's name
	 * @param model the model, or {@code null} for calls without one
	 * @return what was said, or {@code null} if nothing was or it is too old
	 */
	public @Nullable Entry find(String client, @Nullable String model) {
		Entry entry = this.entries.get(new Key(client, this.models.known(model)));
		return (entry != null && isFresh(entry)) ? entry : null;
	}

	/**
	 * The limits of all models.
	 * @return what was said and is not too old, by client and model
	 */
	public List<Entry> findAll() {
		return this.entries.values()
			.stream()
			.filter(this::isFresh)
			.sorted(Comparator.comparing(Entry::client).thenComparing(Entry::model))
			.toList();
	}

	/**
	 * The time until the limits of an entry are fresh again.
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
	 * What the provider said about its limits.
	 *
	 * @param client the client's name
	 * @param model the model; {@code none} for calls without one, {@code other} beyond
	 * the number of models that are told apart
	 * @param limits what was said
	 * @param time when
	 */
	public record Entry(String client, String model, RateLimits limits, Instant time) {

	}

	private record Key(String client, String model) {

	}

}
