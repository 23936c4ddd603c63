package ai.matey.tool;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Intercepts the rounds and calls of runs, for example to observe them. Implementations
 * must be thread-safe and must not block. Calls see what an interceptor writes to the
 * Reactor context of their round.
 *
 * @since 0.1.0
 */
public interface ToolInterceptor {

	/**
	 * Handle a round.
	 * @param round the round, which calls the model and the tools
	 * @return the events of the round
	 */
	default Flux<ToolEvent> round(Flux<ToolEvent> round) {
		return round;
	}

	/**
	 * Handle a tool call. It is not invoked for calls that cannot be made, such as those
	 * with invalid arguments.
	 * @param tool the tool
	 * @param context the context of the call
	 * @param execution the call to make, for which a failure is also a result
	 * @return the result
	 */
	default Mono<ToolResult> call(Tool tool, ToolContext context, Mono<ToolResult> execution) {
		return execution;
	}

}
