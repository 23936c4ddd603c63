package ai.matey.observation;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.IRCost;
import ai.matey.ir.RateLimits;

/**
 * Meters of the calls between a client and its provider. Their names start with a prefix
 * such as {@code together.client}, and all have the tag {@code client}:
 * <ul>
 * <li>{@code streams.active}: gauge of running streams</li>
 * <li>{@code retries}: counter, also by {@code model} and by {@code reason}, the error
 * code in lower case</li>
 * <li>{@code cost}: counter in US dollars, also by {@code model}, of responses with a
 * known cost</li>
 * <li>{@code ratelimit.rejected}: counter, also by {@code model} and {@code reason}, the
 * limit that was exceeded: {@code requests}, {@code tokens} or {@code unknown}; every
 * attempt counts</li>
 * <li>{@code ratelimit.limit}, {@code ratelimit.remaining}, {@code ratelimit.reset} (in
 * seconds): gauges, also by {@code model} and {@code kind} ({@code requests} or
 * {@code tokens}); {@code NaN} once {@link KnownRateLimits} has forgotten the value</li>
 * </ul>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class BackendMeters implements BackendListener {

	private final MeterRegistry registry;

	private final String prefix;

	private final KnownRateLimits limits;

	private final BoundedNames models;

	private final Map<String, AtomicInteger> streams = new ConcurrentHashMap<>();

	private final Set<LimitGauge> gauges = ConcurrentHashMap.newKeySet();

	/**
	 * Create the meters, each of which is registered when it is first needed.
	 * @param registry the registry of the meters
	 * @param prefix the prefix of their names, without a trailing dot
	 * @param limits a listener of the same clients that remembers their limits, with the
	 * same model names
	 * @param models the models that have their own tag; a successful call adds its model
	 */
	public BackendMeters(MeterRegistry registry, String prefix, KnownRateLimits limits, BoundedNames models) {
		this.registry = registry;
		this.prefix = prefix;
		this.limits = limits;
		this.models = models;
	}

	@Override
	public void started(BackendCall call) {
		AtomicInteger streams = this.streams.computeIfAbsent(call.client(), this::streamsGauge);
		if (call.streaming()) {
			streams.incrementAndGet();
		}
	}

	@Override
	public void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
		Counter.builder(this.prefix + ".retries")
			.description("Number of retried requests")
			.tags(tags(call).and("reason", lower(failure.code())))
			.register(this.registry)
			.increment();
		rejected(call, failure);
	}

	@Override
	public void responded(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
		String model = this.models.known(call.model());
		if (limits == null || (failure == null && BoundedNames.OTHER.equals(model))) {
			// Whether the model gets its own tag is known only at the end of the call.
			return;
		}
		show(call.client(), model, limits);
	}

	private void show(String client, String model, RateLimits limits) {
		limit(client, model, "requests", limits.requests(), RateLimits::requests);
		limit(client, model, "tokens", limits.tokens(), RateLimits::tokens);
		if (limits.reset() != null) {
			gauge(client, model, "reset",
					(limits.requests() == null && limits.tokens() != null) ? "tokens" : "requests",
					this::secondsUntilReset);
		}
	}

	@Override
	public void charged(BackendCall call, IRCost cost) {
		if (IRCost.USD.equals(cost.currency())) {
			Counter.builder(this.prefix + ".cost")
				.description("Cost of calls at the list prices of their models")
				.baseUnit("USD")
				.tags(tags(call))
				.register(this.registry)
				.increment(cost.amount().doubleValue());
		}
	}

	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		AtomicInteger streams = this.streams.get(call.client());
		if (call.streaming() && streams != null) {
			streams.decrementAndGet();
		}
		if (failure != null) {
			rejected(call, failure);
		}
		if (outcome == Outcome.SUCCESS) {
			String model = this.models.keep(call.model());
			KnownRateLimits.Entry known = this.limits.find(call.client(), call.model());
			if (known != null) {
				show(call.client(), model, known.limits());
			}
		}
	}

	/**
	 * Each failed attempt leads either to a retry or to the end of its call, so no
	 * rejection is counted twice, and none within a 200 response is missed. A call that
	 * was refused before it was sent has no status.
	 */
	private void rejected(BackendCall call, AdapterException failure) {
		if (failure instanceof RateLimitException rejection && rejection.status() != null) {
			Counter.builder(this.prefix + ".ratelimit.rejected")
				.description("Number of requests rejected because of rate limits")
				.tags(tags(call).and("reason", lower(rejection.kind())))
				.register(this.registry)
				.increment();
		}
	}

	private AtomicInteger streamsGauge(String client) {
		AtomicInteger streams = new AtomicInteger();
		Gauge.builder(this.prefix + ".streams.active", streams, AtomicInteger::get)
			.description("Number of running streams")
			.tag("client", client)
			.strongReference(true)
			.register(this.registry);
		return streams;
	}

	private void limit(String client, String model, String kind, RateLimits.@Nullable Limit limit,
			Function<RateLimits, RateLimits.@Nullable Limit> part) {
		if (limit != null) {
			gauge(client, model, "limit", kind, (entry) -> value(part.apply(entry.limits()), RateLimits.Limit::limit));
			gauge(client, model, "remaining", kind,
					(entry) -> value(part.apply(entry.limits()), RateLimits.Limit::remaining));
		}
	}

	private void gauge(String client, String model, String name, String kind,
			Function<KnownRateLimits.Entry, @Nullable Double> value) {
		LimitGauge gauge = new LimitGauge(client, model, name, kind);
		if (!this.gauges.add(gauge)) {
			return;
		}
		Supplier<Number> current = () -> {
			KnownRateLimits.Entry entry = this.limits.find(gauge.client(), model);
			Double number = (entry != null) ? value.apply(entry) : null;
			return (number != null) ? number : Double.NaN;
		};
		Gauge.builder(this.prefix + ".ratelimit." + name, current)
			.description("Rate limit last reported by the provider: " + name)
			.baseUnit("reset".equals(name) ? "seconds" : null)
			.tags("client", gauge.client(), "model", gauge.model(), "kind", kind)
			.register(this.registry);
	}

	private Double secondsUntilReset(KnownRateLimits.Entry entry) {
		Duration left = this.limits.untilReset(entry);
		return (left != null) ? left.toMillis() / 1000.0 : Double.NaN;
	}

	private static @Nullable Double value(RateLimits.@Nullable Limit limit,
			Function<RateLimits.Limit, @Nullable Double> part) {
		return (limit != null) ? part.apply(limit) : null;
	}

	private Tags tags(BackendCall call) {
		return Tags.of("client", call.client(), "model", this.models.known(call.model()));
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private record LimitGauge(String client, String model, String name, String kind) {

	}

}
