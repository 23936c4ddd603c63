package ai.matey.tool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.ToolUseContent;
import ai.matey.schema.JsonCodec;

/**
 * Makes tool calls. Every outcome of a call, including a failure, is a result.
 */
final class ToolCalls {

	/** The model needs to know how to react to a failure, not where it happened. */
	private static final int MAX_REASON = 300;

	private final ToolSettings settings;

	private final Scheduler scheduler;

	private final List<ToolInterceptor> interceptors;

	ToolCalls(ToolSettings settings, Scheduler scheduler, List<ToolInterceptor> interceptors) {
		this.settings = settings;
		this.scheduler = scheduler;
		this.interceptors = List.copyOf(interceptors);
	}

	ToolSettings settings() {
		return this.settings;
	}

	Flux<ToolEvent> around(Flux<ToolEvent> round) {
		Flux<ToolEvent> intercepted = round;
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			intercepted = this.interceptors.get(i).round(intercepted);
		}
		return intercepted;
	}

	Mono<ToolResult> make(Tool tool, ToolUseContent call, ToolFunction.Invocation invocation, IRChatRequest request) {
		return Mono.deferContextual((reactor) -> {
			ToolContext context = new ToolContext(call, request, reactor);
			Mono<ToolResult> execution = execute(tool, context, invocation);
			for (int i = this.interceptors.size() - 1; i >= 0; i--) {
				execution = this.interceptors.get(i).call(tool, context, execution);
			}
			return execution;
		});
	}

	private Mono<ToolResult> execute(Tool tool, ToolContext context, ToolFunction.Invocation invocation) {
		Duration own = tool.timeout();
		Duration timeout = (own != null) ? own : this.settings.callTimeout();
		return Mono.defer(() -> {
			long start = System.nanoTime();
			return invoke(context, invocation)
				.timeout(timeout,
						Mono.error(
								() -> new TimeoutException("It did not finish within " + timeout.toMillis() + " ms")))
				.map((content) -> new ToolResult(context.call(), content, false, null, since(start)))
				.onErrorResume((failure) -> Mono.just(failed(context.call(), failure, since(start))));
		});
	}

	/**
	 * The operator {@code handle} restores thread-local values of the caller, such as the
	 * logged-in user, from the Reactor context, even without automatic propagation. It is
	 * the context of the subscriber, not of the caller of this method, since it is read
	 * when the call is made.
	 */
	private Mono<String> invoke(ToolContext context, ToolFunction.Invocation invocation) {
		return Mono.deferContextual((reactor) -> {
			ToolContext current = new ToolContext(context.call(), context.request(), reactor);
			// Hidden, since Reactor passes a known value to its thread on a path where a
			// cancellation can get lost
			return Mono.just(current).hide().subscribeOn(this.scheduler).<Object>handle((known, sink) -> {
				try {
					Object result = invocation.invoke(known);
					if (result != null) {
						sink.next(result);
					}
				}
				// Reactor rethrows these instead of passing them to the subscriber
				catch (LinkageError | StackOverflowError ex) {
					sink.error(new IllegalStateException(ex.toString(), ex));
				}
				catch (Exception ex) {
					sink.error(ex);
				}
			}).flatMap(this::text).switchIfEmpty(Mono.just("null"));
		});
	}

	private Mono<String> text(Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return Mono.fromCompletionStage(stage).map((value) -> checked(text(value, false)));
		}
		if (result instanceof Publisher<?> publisher) {
			return (publisher instanceof Mono<?> mono) ? mono.map((value) -> checked(text(value, false)))
					: elements(Flux.from(publisher));
		}
		return Mono.just(checked(text(result, false)));
	}

	/**
	 * The size of the collected elements is limited, so that an endless result does not
	 * fill the memory.
	 */
	private Mono<String> elements(Flux<?> elements) {
		return elements.collect(() -> new StringBuilder("["), (all, element) -> {
			all.append((all.length() > 1) ? "," : "").append(text(element, true));
			checked(all);
		}).map((all) -> all.append(']').toString());
	}

	private static String text(Object value, boolean quoted) {
		return (value instanceof CharSequence text && !quoted) ? text.toString() : JsonCodec.write(value);
	}

	private <T extends CharSequence> T checked(T text) {
		int limit = this.settings.maxResultLength();
		if (text.length() > limit) {
			throw new IllegalStateException("Its result is longer than the " + limit
					+ " characters that a model is told (together.tools.max-result-length)");
		}
		return text;
	}

	private static ToolResult failed(ToolUseContent call, Throwable failure, Duration duration) {
		return new ToolResult(call, "The tool failed: " + reason(failure), true, failure, duration);
	}

	private static String reason(Throwable failure) {
		String message = failure.getMessage();
		if (message == null || message.isBlank()) {
			return failure.getClass().getSimpleName();
		}
		return (message.length() <= MAX_REASON) ? message : message.substring(0, MAX_REASON) + "…";
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

}
