package ai.matey.tool;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatRequest;

/**
 * Conversations in which a model uses tools. The model is called, the tools that it asks
 * for are run, and the model is called again with their results, until it asks for no
 * more tools.
 *
 * <pre>{@code
 * bridge.runTools(IRChatRequest.of("Do I need an umbrella in Paris?"), weather)
 *     .map((run) -> switch (run) {
 *         case ToolRun.Completed completed -> completed.text();
 *         case ToolRun.Pending pending -> "Waits for " + pending.openCalls();
 *     });
 * }</pre>
 *
 * Calls of one round run in parallel. A call that fails or cannot be made is reported to
 * the model, which may try again; the {@link ToolResult} contains the exception. A run
 * that reaches one of its limits (see {@link ToolSettings}) ends with a
 * {@link ToolRunException}; a failure of the provider is passed on unchanged. Cancelling
 * stops everything that is running, including tools, whose threads are interrupted. If
 * the request sets a response format, it is requested separately after the tools have
 * run.
 *
 * @since 0.1.0
 */
public interface ToolOperations {

	/**
	 * Run tools.
	 * @param request the request, which must not contain tools itself
	 * @param tools the tools that the model may call
	 * @return the completed or pending run
	 */
	Mono<ToolRun> runTools(IRChatRequest request, Collection<Tool> tools);

	/**
	 * Run tools.
	 * @param request the request, which must not contain tools itself
	 * @param tools the tools that the model may call
	 * @return the completed or pending run
	 */
	default Mono<ToolRun> runTools(IRChatRequest request, Tool... tools) {
		return runTools(request, Arrays.asList(tools));
	}

	/**
	 * Run tools and return the events of the run.
	 * @param request the request, which must not contain tools itself
	 * @param tools the tools that the model may call
	 * @return the events as they happen; the last one contains the run
	 */
	Flux<ToolEvent> streamTools(IRChatRequest request, Collection<Tool> tools);

	/**
	 * Run tools and return the events of the run.
	 * @param request the request, which must not contain tools itself
	 * @param tools the tools that the model may call
	 * @return the events as they happen; the last one contains the run
	 */
	default Flux<ToolEvent> streamTools(IRChatRequest request, Tool... tools) {
		return streamTools(request, Arrays.asList(tools));
	}

	/**
	 * Resume a run that waits for approvals. A run can be resumed only once, whether or
	 * not the attempt succeeds.
	 * @param pending the unaltered pending run
	 * @param decisions a decision on each of its open calls
	 * @param tools the tools that the model may call, including those of the open calls
	 * @return the completed or pending run, or a {@link ToolRunException} with
	 * {@link ai.matey.errors.ErrorCode#TOOL_RUN_NOT_PENDING} if the run is unknown, was
	 * altered, or has already been resumed
	 */
	Mono<ToolRun> resumeTools(ToolRun.Pending pending, List<ToolDecision> decisions, Collection<Tool> tools);

	/**
	 * Resume a run that waits for approvals, once.
	 * @param pending the unaltered pending run
	 * @param decisions a decision on each of its open calls
	 * @param tools the tools that the model may call, including those of the open calls
	 * @return the completed or pending run
	 * @see #resumeTools(ToolRun.Pending, List, Collection)
	 */
	default Mono<ToolRun> resumeTools(ToolRun.Pending pending, List<ToolDecision> decisions, Tool... tools) {
		return resumeTools(pending, decisions, Arrays.asList(tools));
	}

	/**
	 * Resume a run that waits for approvals, once, and return the events of the run.
	 * @param pending the unaltered pending run
	 * @param decisions a decision on each of its open calls
	 * @param tools the tools that the model may call, including those of the open calls
	 * @return the events as they happen; the last one contains the run
	 * @see #resumeTools(ToolRun.Pending, List, Collection)
	 */
	Flux<ToolEvent> streamResumedTools(ToolRun.Pending pending, List<ToolDecision> decisions, Collection<Tool> tools);

	/**
	 * Resume a run that waits for approvals, once, and return the events of the run.
	 * @param pending the unaltered pending run
	 * @param decisions a decision on each of its open calls
	 * @param tools the tools that the model may call, including those of the open calls
	 * @return the events as they happen; the last one contains the run
	 * @see #resumeTools(ToolRun.Pending, List, Collection)
	 */
	default Flux<ToolEvent> streamResumedTools(ToolRun.Pending pending, List<ToolDecision> decisions, Tool... tools) {
		return streamResumedTools(pending, decisions, Arrays.asList(tools));
	}

}
