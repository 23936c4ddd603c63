package ai.matey.tool;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stands around the rounds and calls of runs, for observation and the like.
 * Implementations are thread-safe and do not block; what they put into the Reactor
 * context of a round, its calls see.
 */
public interface ToolInterceptor {

	/**
	 * Handle a round.
	 * @param round asks the model and makes its calls
	 * @return the same events
	 */
	default Flux<ToolEvent> round(Flux<ToolEvent> round) {
		return round;
	}

	/**
	 * Handle a call of a tool. Calls that cannot be made, such as those with wrong
	 * arguments, do not come here.
	 * @param tool the tool
	 * @param context in which conversation it is called
	 * @param execution makes the call; a failure is a result, too
	 * @return what came of it
	 */
	default Mono<ToolResult> call(Tool tool, ToolContext context, Mono<ToolResult> execution) {
		return execution;
	}

}
