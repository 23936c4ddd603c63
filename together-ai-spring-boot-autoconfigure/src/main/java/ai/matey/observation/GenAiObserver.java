package ai.matey.observation;

import java.util.Objects;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.observability.SignalListener;
import reactor.core.observability.SignalListenerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import ai.matey.adapter.BackendCall.Operation;
import ai.matey.adapter.BackendObserver;
import ai.matey.ir.IRRequest;
import ai.matey.ir.IRResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.observation.GenAiObservationDocumentation.HighCardinality;

/**
 * Observes each call from its subscription to its last signal, whether that is a result,
 * an error or a cancellation. There is one observation per subscription, including
 * retries. Its parent is the observation in the subscriber's Reactor context or, without
 * one, the current observation of the subscribing thread. Everything upstream finds the
 * observation in the Reactor context.
 * <p>
 * A backend and an {@link ObservationChatMiddleware} can share an observer, in which case
 * a call observed by the middleware is not observed again by the backend.
 *
 * <pre>{@code
 * GenAiObserver observer = GenAiObserver.builder(observationRegistry)
 *     .provider(TogetherAIBackendAdapter.PROVIDER)
 *     .build();
 * TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
 *     .apiKey(key)
 *     .observer(observer)
 *     .listener(new ObservationBackendListener())
 *     .build();
 * Bridge bridge = Bridge.builder(together).middleware(new ObservationChatMiddleware(observer)).build();
 * }</pre>
 *
 * Thread-safe. Each chunk of a stream costs one clock reading and two additions, without
 * allocation.
 *
 * @since 0.1.0
 */
public final class GenAiObserver implements BackendObserver {

	private final ObservationRegistry registry;

	private final String provider;

	private final @Nullable GenAiObservationConvention convention;

	private final GenAiObservationConvention defaultConvention;

	private final boolean includePrompt;

	private final boolean includeCompletion;

	private GenAiObserver(Builder builder) {
		this.registry = builder.registry;
		this.provider = builder.provider;
		this.convention = builder.convention;
		this.defaultConvention = new DefaultGenAiObservationConvention(builder.models);
		this.includePrompt = builder.includePrompt;
		this.includeCompletion = builder.includeCompletion;
	}

	/**
	 * Create a builder.
	 * @param registry the registry of the observations
	 * @return the builder
	 */
	public static Builder builder(ObservationRegistry registry) {
		return new Builder(registry);
	}

	@Override
	public <T extends IRResponse> Mono<T> observe(Operation operation, IRRequest request, Mono<T> call) {
		if (this.registry.isNoop()) {
			return call;
		}
		return Mono
			.deferContextual((context) -> isObserved(operation, context) ? call : observed(operation, request, call));
	}

	@Override
	public Flux<IRStreamChunk> observeStream(Operation operation, IRRequest request, Flux<IRStreamChunk> call) {
		if (this.registry.isNoop()) {
			return call;
		}
		return Flux.deferContextual(
				(context) -> isObserved(operation, context) ? call : observedStream(operation, request, call));
	}

	<T extends IRResponse> Mono<T> observed(Operation operation, IRRequest request, Mono<T> call) {
		return this.registry.isNoop() ? call
				: call.tap(new Listeners<>((context) -> new PlainSignals<>(start(operation, request, false, context))));
	}

	Flux<IRStreamChunk> observedStream(Operation operation, IRRequest request, Flux<IRStreamChunk> call) {
		return this.registry.isNoop() ? call
				: call.tap(new Listeners<>((context) -> new StreamSignals(start(operation, request, true, context))));
	}

	/**
	 * Whether middleware already observes the call.
	 */
	private static boolean isObserved(Operation operation, ContextView context) {
		GenAiObservationContext current = GenAiObservationContext.current(context);
		return current != null && current.operation() == operation && current.outcome() == null;
	}

	private ObservedCall start(Operation operation, IRRequest request, boolean streaming, ContextView subscriber) {
		GenAiObservationContext context = new GenAiObservationContext(operation, request, streaming, this.provider);
		Observation observation = GenAiObservationDocumentation.CALL.observation(this.convention,
				this.defaultConvention, () -> context, this.registry);
		context.observation(observation);
		Observation parent = subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		String prompt = this.includePrompt ? RecordedContent.input(request) : null;
		if (prompt != null) {
			observation.highCardinalityKeyValue(HighCardinality.INPUT_MESSAGES.withValue(prompt));
		}
		ModelCalls.started(observation, subscriber);
		return new ObservedCall(observation, context, this.includeCompletion);
	}

	/**
	 * Creates one listener per subscription, so that an observed call has only one
	 * additional operator, the one that listens.
	 *
	 * @param <T> the type of the signals
	 */
	private record Listeners<T>(
			Function<ContextView, SignalListener<T>> listeners) implements SignalListenerFactory<T, Boolean> {

		@Override
		public Boolean initializePublisherState(Publisher<? extends T> source) {
			return true;
		}

		@Override
		public SignalListener<T> createListener(Publisher<? extends T> source, ContextView listenerContext,
				Boolean publisherContext) {
			return this.listeners.apply(listenerContext);
		}

	}

	/**
	 * Builds a {@link GenAiObserver}. Not thread-safe.
	 */
	public static final class Builder {

		private final ObservationRegistry registry;

		private String provider = "unknown";

		private @Nullable GenAiObservationConvention convention;

		private BoundedNames models = new BoundedNames(BoundedNames.DEFAULT_LIMIT);

		private boolean includePrompt;

		private boolean includeCompletion;

		private Builder(ObservationRegistry registry) {
			this.registry = Objects.requireNonNull(registry, "registry must not be null");
		}

		/**
		 * Set the name of the provider.
		 * @param provider the name, following the OpenTelemetry conventions
		 * @return this builder
		 */
		public Builder provider(String provider) {
			this.provider = provider;
			return this;
		}

		/**
		 * Set the convention for names, tags and span attributes.
		 * @param convention the convention; by default the global one of the observation
		 * registry or, without one, {@link DefaultGenAiObservationConvention}
		 * @return this builder
		 */
		public Builder convention(GenAiObservationConvention convention) {
			this.convention = convention;
			return this;
		}

		/**
		 * Set the models that have their own tag, for the default convention.
		 * @param models the names
		 * @return this builder
		 */
		public Builder models(BoundedNames models) {
			this.models = models;
			return this;
		}

		/**
		 * Set whether spans include the text of requests.
		 * @param includePrompt {@code false} by default
		 * @return this builder
		 */
		public Builder includePrompt(boolean includePrompt) {
			this.includePrompt = includePrompt;
			return this;
		}

		/**
		 * Set whether spans include the text of responses.
		 * @param includeCompletion {@code false} by default
		 * @return this builder
		 */
		public Builder includeCompletion(boolean includeCompletion) {
			this.includeCompletion = includeCompletion;
			return this;
		}

		/**
		 * Build the observer.
		 * @return the observer
		 */
		public GenAiObserver build() {
			return new GenAiObserver(this);
		}

	}

}
