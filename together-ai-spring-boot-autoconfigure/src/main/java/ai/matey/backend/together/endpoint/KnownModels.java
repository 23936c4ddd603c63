package ai.matey.backend.together.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

import ai.matey.ir.AIModel;
import ai.matey.ir.ListModelsResult;
import ai.matey.ir.ModelPricing;

/**
 * The models of all fetched lists, regardless of the API key, for looking up prices
 * without a request. It does not restrict which key may see which model, since it is only
 * asked about models that are being called. Thread-safe.
 */
public final class KnownModels {

	/** A few lists contain fewer models than this; more come from many different keys. */
	private static final int LIMIT = 5000;

	/** How long a call waits for a list that it needs before being sent. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** How long to wait after a failed fetch before the next one. */
	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final Duration ttl;

	private final Clock clock;

	private final Scheduler scheduler;

	private final AtomicBoolean fetching = new AtomicBoolean();

	private final AtomicReference<@Nullable Future<?>> fetch = new AtomicReference<>();

	private volatile Map<String, AIModel> models = Map.of();

	private volatile Instant staleAt = Instant.MIN;

	private volatile Instant nextTry = Instant.MIN;

	/**
	 * Create an instance without models.
	 * @param ttl how long a list remains fresh
	 * @param clock the clock
	 * @param scheduler runs background fetches
	 */
	public KnownModels(Duration ttl, Clock clock, Scheduler scheduler) {
		this.ttl = ttl;
		this.clock = clock;
		this.scheduler = scheduler;
	}

	/**
	 * Remember the models of a fetched list.
	 * @param listed the list
	 */
	public synchronized void listed(List<AIModel> listed) {
		Map<String, AIModel> models = new HashMap<>(this.models);
		if (models.size() + listed.size() > LIMIT) {
			models.clear();
		}
		listed.forEach((model) -> models.put(model.id(), model));
		this.models = models;
		this.staleAt = this.clock.instant().plus(this.ttl);
	}

	/**
	 * Return a model from the last list that contained it.
	 * @param id the model's name
	 * @return the model, or {@code null} if no list contained it
	 */
	public @Nullable AIModel find(String id) {
		return this.models.get(id);
	}

	/**
	 * Return a model, which is looked up in the caller's list if no fetched list
	 * contained it. After a failed fetch, the list is not fetched again for a while.
	 * @param id the model's name
	 * @param list the caller's list, from the cache while it is fresh
	 * @return the model, or empty if no such model is known
	 */
	public Mono<AIModel> get(String id, Mono<ListModelsResult> list) {
		return Mono.deferContextual((context) -> {
			AIModel known = find(id);
			if (known != null) {
				keepFresh(context, list);
				return Mono.just(known);
			}
			return !isTimeToTry() ? Mono.<AIModel>empty()
					: list.timeout(PATIENCE)
						.doOnError((failure) -> pause())
						.onErrorComplete()
						.then(Mono.fromSupplier(() -> find(id)));
		});
	}

	/**
	 * Fetch the list in the background if it is missing or stale. The current call does
	 * not wait for it. The fetch ends when the client is closed.
	 * @param context the Reactor context of the current call
	 * @param list the caller's list, from the cache while it is fresh
	 */
	public void keepFresh(ContextView context, Mono<ListModelsResult> list) {
		if (this.clock.instant().isBefore(this.staleAt) || !isTimeToTry()
				|| !this.fetching.compareAndSet(false, true)) {
			return;
		}
		this.fetch.set(list.contextWrite(context)
			.subscribeOn(this.scheduler)
			.doOnNext(this::pauseIfStale)
			.doOnError((failure) -> pause())
			.doFinally((signal) -> this.fetching.set(false))
			.toFuture());
	}

	@Nullable ModelPricing pricing(@Nullable String id) {
		AIModel model = (id != null) ? this.models.get(id) : null;
		return (model != null) ? model.pricing() : null;
	}

	private void pauseIfStale(ListModelsResult result) {
		if (result.source() == ListModelsResult.Source.STALE) {
			pause();
		}
	}

	private void pause() {
		this.nextTry = this.clock.instant().plus(PAUSE);
	}

	private boolean isTimeToTry() {
		return !this.clock.instant().isBefore(this.nextTry);
	}

}
