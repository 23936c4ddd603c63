package ai.matey.observation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.pacing.PacingListener;
import ai.matey.pacing.PacingStatus;

/**
 * Meters of pacing. Their names start with a prefix such as {@code together.client}, and
 * all have the tags {@code client} and {@code model}:
 * <ul>
 * <li>{@code pacing.rate}: gauge of the allowed rate per second, also by {@code kind}
 * ({@code requests} or {@code tokens}); {@code NaN} while no limit is known</li>
 * <li>{@code pacing.concurrency}: gauge of the number of requests that may run
 * concurrently; {@code NaN} while it is not limited</li>
 * <li>{@code pacing.queue}: gauge of waiting attempts</li>
 * <li>{@code pacing.wait}: timer of waits, also by {@code outcome} ({@code sent} or
 * {@code refused})</li>
 * </ul>
 * A model has gauges after its first successful call. Until then, its waits are recorded
 * for {@value BoundedNames#OTHER}, which has no gauges because it stands for many models.
 * The meters listen to calls as well as to pacing in order to detect successes.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PacingMeters implements PacingListener, BackendListener {

	private final MeterRegistry registry;

	private final String prefix;

	private final BoundedNames models;

	/**
	 * Models without a successful call so far; bounded by the number of models of the
	 * pacer.
	 */
	private final Map<Key, Supplier<PacingStatus>> unproven = new ConcurrentHashMap<>();

	/**
	 * Create the meters, each of which is registered when it is first needed.
	 * @param registry the registry of the meters
	 * @param prefix the prefix of their names, without a trailing dot
	 * @param models the models that have their own tag; a successful call adds its model
	 */
	public PacingMeters(MeterRegistry registry, String prefix, BoundedNames models) {
		this.registry = registry;
		this.prefix = prefix;
		this.models = models;
	}

	@Override
	public void paced(String client, @Nullable String model, Supplier<PacingStatus> status) {
		if (model != null && BoundedNames.OTHER.equals(this.models.known(model))) {
			this.unproven.put(new Key(client, model), status);
			return;
		}
		register(client, model, status);
	}

	@Override
	public void forgotten(String client, @Nullable String model) {
		if (model != null) {
			this.unproven.remove(new Key(client, model));
		}
	}

	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		String model = call.model();
		if (outcome != Outcome.SUCCESS || model == null) {
			return;
		}
		String tag = this.models.keep(model);
		Supplier<PacingStatus> status = this.unproven.remove(new Key(call.client(), model));
		if (status != null && !BoundedNames.OTHER.equals(tag)) {
			register(call.client(), model, status);
		}
	}

	private void register(String client, @Nullable String model, Supplier<PacingStatus> status) {
		Tags tags = tags(client, model);
		gauge("rate", "Allowed rate per second", tags.and("kind", "requests"), status,
				(current) -> number(current.requestsPerSecond()));
		gauge("rate", "Allowed rate per second", tags.and("kind", "tokens"), status,
				(current) -> number(current.tokensPerSecond()));
		gauge("concurrency", "Number of requests that may run concurrently", tags, status,
				(current) -> number(current.concurrency()));
		gauge("queue", "Number of attempts waiting for their turn", tags, status, PacingStatus::queued);
	}

	@Override
	public void waited(BackendCall call, Duration wait, boolean sent) {
		Timer.builder(this.prefix + ".pacing.wait")
			.description("Time that attempts waited for their turn")
			.tags(tags(call.client(), call.model()).and("outcome", sent ? "sent" : "refused"))
			.register(this.registry)
			.record(wait);
	}

	private void gauge(String name, String description, Tags tags, Supplier<PacingStatus> status,
			ToDoubleFunction<PacingStatus> value) {
		Gauge.builder(this.prefix + ".pacing." + name, () -> value.applyAsDouble(status.get()))
			.description(description)
			.tags(tags)
			.strongReference(true)
			.register(this.registry);
	}

	private Tags tags(String client, @Nullable String model) {
		return Tags.of("client", client, "model", this.models.known(model));
	}

	private static double number(@Nullable Number number) {
		return (number != null) ? number.doubleValue() : Double.NaN;
	}

	private record Key(String client, String model) {
	}

}
