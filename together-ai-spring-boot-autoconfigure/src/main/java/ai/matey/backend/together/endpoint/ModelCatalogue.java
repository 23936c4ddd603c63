package ai.matey.backend.together.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import ai.matey.adapter.RefusedModels;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.errors.AdapterException;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.ir.ListModelsResult.Source;

/**
 * The cached list of models, fetched on demand. Concurrent callers share one request. If
 * a refresh fails, the stale list is returned with a warning. Models that were refused
 * recently are marked.
 */
public final class ModelCatalogue {

	private final Mono<List<AIModel>> fetch;

	private final Duration ttl;

	private final Clock clock;

	private final RefusedModels refused;

	private final AtomicReference<@Nullable Listing> cached = new AtomicReference<>();

	private final AtomicReference<@Nullable Mono<Listing>> running = new AtomicReference<>();

	/**
	 * Create a catalogue.
	 * @param fetch fetches the list
	 * @param ttl how long a list remains fresh
	 * @param clock the clock
	 * @param refused the models that were refused
	 * @param listed receives each fetched list
	 */
	public ModelCatalogue(Mono<List<AIModel>> fetch, Duration ttl, Clock clock, RefusedModels refused,
			Consumer<List<AIModel>> listed) {
		this.fetch = fetch.doOnNext(listed);
		this.ttl = ttl;
		this.clock = clock;
		this.refused = refused;
	}

	public Mono<ListModelsResult> list(ListModelsOptions options) {
		return Mono.defer(() -> {
			Listing listing = this.cached.get();
			if (listing != null && !options.forceRefresh() && isFresh(listing)) {
				return Mono.just(result(listing, Source.CACHE, List.of(), options));
			}
			return refresh().map((fetched) -> result(fetched, Source.REMOTE, List.of(), options))
				.onErrorResume(AdapterException.class, (failure) -> stale(failure, options));
		});
	}

	/**
	 * Return when the list was last fetched.
	 * @return the time, or {@code null} if it never was
	 */
	public @Nullable Instant fetchedAt() {
		Listing listing = this.cached.get();
		return (listing != null) ? listing.fetchedAt() : null;
	}

	private boolean isFresh(Listing listing) {
		return this.clock.instant().isBefore(listing.fetchedAt().plus(this.ttl));
	}

	private Mono<Listing> refresh() {
		// Cleared before the result is published, so that a caller who asks again after
		// that starts a new request. Replayed for callers who join in between.
		Mono<Listing> own = this.fetch.map((models) -> new Listing(models, this.clock.instant()))
			.doOnNext((listing) -> {
				this.cached.set(listing);
				this.running.set(null);
			})
			.doOnTerminate(() -> this.running.set(null))
			.doOnCancel(() -> this.running.set(null))
			.flux()
			.replay(1)
			.refCount()
			.next();
		Mono<Listing> other = this.running.compareAndExchange(null, own);
		return (other != null) ? other : own;
	}

	private Mono<ListModelsResult> stale(AdapterException failure, ListModelsOptions options) {
		Listing listing = this.cached.get();
		if (listing == null) {
			return Mono.error(failure);
		}
		IRWarning warning = new IRWarning(IRWarning.Category.STALE, "The list of models was fetched at "
				+ listing.fetchedAt() + "; refreshing it failed: " + failure.code(), "models", ProviderNames.ADAPTER);
		return Mono.just(result(listing, Source.STALE, List.of(warning), options));
	}

	private ListModelsResult result(Listing listing, Source source, List<IRWarning> warnings,
			ListModelsOptions options) {
		return new ListModelsResult(listing.models().stream().map(this::marked).filter(options::matches).toList(),
				source, listing.fetchedAt(), warnings);
	}

	private AIModel marked(AIModel model) {
		return model.withRefused(this.refused.find(model.id()) != null);
	}

	private record Listing(List<AIModel> models, Instant fetchedAt) {

	}

}
