package ai.matey.observation;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.context.ContextView;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.observation.ToolObservationDocumentation.HighCardinality;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolContext;
import ai.matey.tool.ToolEvent;
import ai.matey.tool.ToolInterceptor;
import ai.matey.tool.ToolResult;

/**
 * Observes each tool call from its start to its result, its failure or its cancellation.
 * The parent is the call to the model that requested the tool, as observed by
 * {@link ObservationChatMiddleware}, otherwise the observation in the subscriber's
 * Reactor context. The tool finds its observation in the Reactor context and as the
 * current one of its thread. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ObservationToolInterceptor implements ToolInterceptor {

	private final ObservationRegistry registry;

	private final @Nullable ToolObservationConvention convention;

	private final ToolObservationConvention defaultConvention = new DefaultToolObservationConvention();

	private final boolean includeArguments;

	private final boolean includeResult;

	/**
	 * Create an interceptor with the default convention, whose spans include no arguments
	 * or results.
	 * @param registry the registry of the observations
	 */
	public ObservationToolInterceptor(ObservationRegistry registry) {
		this(registry, null, false, false);
	}

	/**
	 * Create an interceptor.
	 * @param registry the registry of the observations
	 * @param convention the convention, or {@code null} for the global one of the
	 * observation registry or, without one, the default
	 * @param includeArguments whether spans include the arguments, which a model wrote
	 * @param includeResult whether spans include the results, which become part of a
	 * prompt
	 */
	public ObservationToolInterceptor(ObservationRegistry registry, @Nullable ToolObservationConvention convention,
			boolean includeArguments, boolean includeResult) {
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
		this.convention = convention;
		this.includeArguments = includeArguments;
		this.includeResult = includeResult;
	}

	@Override
	public Flux<ToolEvent> round(Flux<ToolEvent> round) {
		return this.registry.isNoop() ? round : ModelCalls.of(round);
	}

	@Override
	public Mono<ToolResult> call(Tool tool, ToolContext context, Mono<ToolResult> execution) {
		if (this.registry.isNoop()) {
			return execution;
		}
		return Mono.deferContextual((reactor) -> {
			ToolObservationContext observed = new ToolObservationContext(context.call());
			Observation observation = start(observed, reactor);
			AtomicBoolean finished = new AtomicBoolean();
			return execution.doOnNext((result) -> finish(observation, observed, result, finished))
				.doFinally((signal) -> {
					if (signal != SignalType.ON_COMPLETE || !finished.get()) {
						stop(observation, observed, Outcome.CANCELLED, finished);
					}
				})
				.contextWrite((written) -> written.put(ObservationThreadLocalAccessor.KEY, observation));
		});
	}

	private Observation start(ToolObservationContext observed, ContextView reactor) {
		Observation observation = ToolObservationDocumentation.EXECUTE_TOOL.observation(this.convention,
				this.defaultConvention, () -> observed, this.registry);
		Observation asked = ModelCalls.last(reactor);
		Observation parent = (asked != null) ? asked : reactor.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		if (this.includeArguments) {
			String arguments = observed.call().arguments();
			observation.highCardinalityKeyValue(HighCardinality.TOOL_CALL_ARGUMENTS
				.withValue((arguments != null) ? arguments : observed.call().input().toString()));
		}
		return observation.start();
	}

	private void finish(Observation observation, ToolObservationContext observed, ToolResult result,
			AtomicBoolean finished) {
		Throwable failure = result.failure();
		if (failure != null) {
			observation.error(failure);
		}
		if (this.includeResult) {
			observation.highCardinalityKeyValue(HighCardinality.TOOL_CALL_RESULT.withValue(result.content()));
		}
		stop(observation, observed, result.isError() ? Outcome.ERROR : Outcome.SUCCESS, finished);
	}

	private static void stop(Observation observation, ToolObservationContext observed, Outcome outcome,
			AtomicBoolean finished) {
		if (finished.compareAndSet(false, true)) {
			observed.outcome(outcome);
			observation.stop();
		}
	}

}
