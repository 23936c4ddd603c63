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
 * The models of all lists that were fetched, whatever the key, to look up prices without
 * asking anybody. Who may see a model is not its business: it is asked for models that
 * are being called. Thread-safe.
 */
public final class KnownModels {

	/** So many models come from a few lists; more are those of many keys. */
	private static final int LIMIT = 5000;

	/** How long a call waits for a list that it needs before it is sent. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** How long a list that could not be had is not asked for again. */
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
	 * Create the memory without any model.
	 * @param ttl how long a list is fresh
	 * @param clock tells the time
	 * @param scheduler where lists are asked for that nobody waits for
	 */
	public KnownModels(Duration ttl, Clock clock, Scheduler scheduler) {
		this.ttl = ttl;
		this.clock = clock;
		this.scheduler = scheduler;
	}

	/**
	 * Remember the models of a list that was fetched.
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
	 * Return a model as the last list had it.
	 * @param id the model's name
	 * @return the model, or {@code null} if no list had it
	 */
	public @Nullable AIModel find(String id) {
		return this.models.get(id);
	}

	/**
	 * Return a model, from the caller's list if no other had it. If that list does not
	 * come, it is not asked for again for a while.
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
	 * Ask for a list if there is none, or only an old one. Nobody waits for it, so it is
	 * not part of the call that is being made. It is a call of the client all the same,
	 * which ends when the client is closed.
	 * @param context the Reactor context of the call that is being made
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
