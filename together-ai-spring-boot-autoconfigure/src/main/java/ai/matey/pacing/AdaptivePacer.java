package ai.matey.pacing;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.PermitReceiver;
import ai.matey.pacing.store.PacingStore;

/**
 * Paces the calls of clients, separately for each model of each client. Does nothing for
 * a model until the provider rejects a call. Thread-safe.
 *
 * @since 0.1.0
 */
public final class AdaptivePacer implements AutoCloseable {

	private final PacingContext context;

	private final PacedModels models;

	private final AtomicBoolean exchanging = new AtomicBoolean();

	private volatile Disposable exchange = Disposables.disposed();

	private AdaptivePacer(Builder builder) {
		StoreLink link = new StoreLink(builder.store, builder.storeTimeout, builder.scheduler, this::storeChanged);
		this.context = new PacingContext(builder.clock, builder.scheduler, link, new Refusals(builder.provider),
				List.copyOf(builder.listeners));
		this.models = new PacedModels(this.context, this::made);
	}

	/**
	 * Create a new builder.
	 * @param provider the name of the provider in errors
	 * @return the builder
	 */
	public static Builder builder(String provider) {
		return new Builder(provider);
	}

	/**
	 * Return the pacer for clients with the given settings.
	 * @param settings the settings
	 * @return the pacer
	 */
	public BackendPacer withSettings(PacingSettings settings) {
		return (request, receiver) -> acquire(settings, request, receiver);
	}

	private Disposable acquire(PacingSettings settings, AttemptRequest request, PermitReceiver receiver) {
		ModelPacer pacer = this.models.get(request.call().client(), request.call().model(), settings);
		return (pacer != null) ? pacer.acquire(request, receiver) : BackendPacer.UNLIMITED.acquire(request, receiver);
	}

	private void made(ModelPacer pacer) {
		exchangeRegularly();
		exchange(pacer);
	}

	private void exchangeRegularly() {
		if (this.context.link().store() != null && this.exchanging.compareAndSet(false, true)) {
			this.exchange = this.context.scheduler()
				.schedulePeriodically(() -> this.models.all().forEach(AdaptivePacer::exchange), 1, 1, TimeUnit.SECONDS);
		}
	}

	private static void exchange(ModelPacer pacer) {
		pacer.requests().exchange();
		pacer.tokens().exchange();
	}

	private void storeChanged() {
		if (!this.context.link().isJoined()) {
			this.models.all().forEach((pacer) -> {
				pacer.requests().leave();
				pacer.tokens().leave();
			});
		}
	}

	/**
	 * Return what was learned about models.
	 * @return the status of each paced model
	 */
	public List<PacingStatus> status() {
		return this.models.status();
	}

	/**
	 * Return the status of the store.
	 * @return the status
	 */
	public StoreStatus storeStatus() {
		StoreLink link = this.context.link();
		return new StoreStatus(link.store() != null, link.isJoined(), link.problem());
	}

	/**
	 * Forget what was learned, on all instances that share the store.
	 * @param client the client, or {@code null} for all
	 * @param model the model, or {@code null} for all
	 * @return the number of models that were forgotten
	 */
	public int reset(@Nullable String client, @Nullable String model) {
		List<ModelPacer> pacers = this.models.find(client, model);
		pacers.forEach(ModelPacer::reset);
		return pacers.size();
	}

	@Override
	public void close() {
		this.exchange.dispose();
	}

	/**
	 * Builder for an {@link AdaptivePacer}. Not thread-safe.
	 */
	public static final class Builder {

		private final String provider;

		private Scheduler scheduler = Schedulers.parallel();

		private PacingClock clock = new PacingClock(Clock.systemUTC(), System::nanoTime);

		private @Nullable PacingStore store;

		private Duration storeTimeout = Duration.ofMillis(250);

		private final List<PacingListener> listeners = new ArrayList<>();

		private Builder(String provider) {
			this.provider = provider;
		}

		/**
		 * Set the scheduler for delayed work.
		 * @param scheduler the scheduler; {@link Schedulers#parallel()} by default
		 * @return this builder
		 */
		public Builder scheduler(Scheduler scheduler) {
			this.scheduler = scheduler;
			return this;
		}

		/**
		 * Set the clock.
		 * @param clock the clock; based on the system clock by default
		 * @return this builder
		 */
		public Builder clock(PacingClock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set the store through which instances share what they learn.
		 * @param store the store, or {@code null} to learn alone
		 * @param timeout how long the store may take before this instance continues alone
		 * @return this builder
		 */
		public Builder store(@Nullable PacingStore store, Duration timeout) {
			this.store = store;
			this.storeTimeout = timeout;
			return this;
		}

		/**
		 * Add a listener for models and waits.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(PacingListener listener) {
			this.listeners.add(listener);
			return this;
		}

		/**
		 * Build the pacer.
		 * @return the pacer
		 */
		public AdaptivePacer build() {
			return new AdaptivePacer(this);
		}

	}

}
