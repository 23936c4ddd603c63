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

import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.observation.ChatObservationDocumentation.HighCardinality;

/**
 * Observes each call from its subscription to its last signal, whether that is a result,
 * an error or a cancellation. There is one observation per subscription, retries
 * included. Its parent is the observation in the subscriber's Reactor context, or else
 * the current one of the thread that subscribes; everything behind this middleware finds
 * the observation in the Reactor context.
 * <p>
 * It belongs before all other middleware, except one that asks the model several times:
 * that one comes first, so that each call to the model is observed.
 *
 * <pre>{@code
 * ObservationChatMiddleware observation = ObservationChatMiddleware.builder(observationRegistry)
 *     .provider(TogetherAIBackendAdapter.PROVIDER)
 *     .build();
 * TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
 *     .apiKey(key)
 *     .listener(new ObservationBackendListener())
 *     .build();
 * Bridge bridge = Bridge.builder(together).middleware(observation).build();
 * }</pre>
 *
 * Thread-safe. A chunk of a stream costs a look at the clock and two additions, without
 * allocation.
 */
public final class ObservationChatMiddleware implements ChatMiddleware {

	private final ObservationRegistry registry;

	private final String provider;

	private final @Nullable ChatObservationConvention convention;

	private final ChatObservationConvention defaultConvention = new DefaultChatObservationConvention();

	private final boolean includePrompt;

	private final boolean includeCompletion;

	private ObservationChatMiddleware(Builder builder) {
		this.registry = builder.registry;
		this.provider = builder.provider;
		this.convention = builder.convention;
		this.includePrompt = builder.includePrompt;
		this.includeCompletion = builder.includeCompletion;
	}

	/**
	 * Starts a middleware.
	 * @param registry where calls are observed
	 * @return a new builder
	 */
	public static Builder builder(ObservationRegistry registry) {
		return new Builder(registry);
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		if (this.registry.isNoop()) {
			return chain.next(request);
		}
		return chain.next(request)
			.tap(new Listeners<>((context) -> new PlainSignals(observe(request, false, context))));
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		if (this.registry.isNoop()) {
			return chain.next(request);
		}
		return chain.next(request)
			.tap(new Listeners<>((context) -> new StreamSignals(observe(request, true, context))));
	}

	private ObservedCall observe(IRChatRequest request, boolean streaming, ContextView subscriber) {
		ChatObservationContext context = new ChatObservationContext(request, streaming, this.provider);
		Observation observation = ChatObservationDocumentation.CHAT.observation(this.convention, this.defaultConvention,
				() -> context, this.registry);
		Observation parent = subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		if (this.includePrompt) {
			observation.highCardinalityKeyValue(
					HighCardinality.INPUT_MESSAGES.withValue(RecordedContent.input(request.messages())));
		}
		ModelCalls.started(observation, subscriber);
		return new ObservedCall(observation, context, this.includeCompletion);
	}

	/**
	 * Makes a listener per subscription, so that the operator that listens is the only
	 * one that an observed call has more.
	 *
	 * @param <T> what the call's answer holds
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
	 * Builds an {@link ObservationChatMiddleware}. Not thread-safe.
	 */
	public static final class Builder {

		private final ObservationRegistry registry;

		private String provider = "unknown";

		private @Nullable ChatObservationConvention convention;

		private boolean includePrompt;

		private boolean includeCompletion;

		private Builder(ObservationRegistry registry) {
			this.registry = Objects.requireNonNull(registry, "registry must not be null");
		}

		/**
		 * The provider that is asked.
		 * @param provider its name by the OpenTelemetry conventions' pattern
		 * @return this builder
		 */
		public Builder provider(String provider) {
			this.provider = provider;
			return this;
		}

		/**
		 * Names, tags and span attributes.
		 * @param convention the convention; by default one that is registered globally
		 * with the observation registry, or else {@link DefaultChatObservationConvention}
		 * @return this builder
		 */
		public Builder convention(ChatObservationConvention convention) {
			this.convention = convention;
			return this;
		}

		/**
		 * Whether spans hold the text of requests.
		 * @param includePrompt {@code false} by default
		 * @return this builder
		 */
		public Builder includePrompt(boolean includePrompt) {
			this.includePrompt = includePrompt;
			return this;
		}

		/**
		 * Whether spans hold the text of answers.
		 * @param includeCompletion {@code false} by default
		 * @return this builder
		 */
		public Builder includeCompletion(boolean includeCompletion) {
			this.includeCompletion = includeCompletion;
			return this;
		}

		/**
		 * Builds the middleware.
		 * @return the middleware
		 */
		public ObservationChatMiddleware build() {
			return new ObservationChatMiddleware(this);
		}

	}

}
