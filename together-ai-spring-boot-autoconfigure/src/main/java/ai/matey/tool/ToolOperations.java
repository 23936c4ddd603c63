package ai.matey.tool;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatRequest;

/**
 * Conversations in which a model uses tools. The model is asked, its calls are made, it
 * is asked again with their results, and so on until it calls no more tools.
 *
 * <pre>{@code
 * bridge.runTools(IRChatRequest.of("Do I need an umbrella in Paris?"), weather)
 *     .map((run) -> switch (run) {
 *         case ToolRun.Completed completed -> completed.text();
 *         case ToolRun.Pending pending -> "Waits for " + pending.openCalls();
 *     });
 * }</pre>
 *
 * Calls of one round run in parallel. A call that fails, or cannot be made, is told to
 * the model, which may do better; the exception is in the {@link ToolResult}. A run that
 * reaches one of its bounds (see {@link ToolSettings}) ends with a
 * {@link ToolRunException}; a failure of the provider passes as it is. Cancelling stops
 * what is running, tools included: threads are interrupted. A form of the response that
 * the request asks for is asked for in a request of its own, after the tools have run.
 */
public interface ToolOperations {

	/**
	 * Run tools.
	 * @param request what to ask; it must not have tools of its own
	 * @param tools the tools that the model may call
	 * @return what came of it
	 */
	Mono<ToolRun> runTools(IRChatRequest request, Collection<Tool> tools);

	/**
	 * Run tools.
	 * @param request what to ask; it must not have tools of its own
	 * @param tools the tools that the model may call
	 * @return what came of it
	 */
	default Mono<ToolRun> runTools(IRChatRequest request, Tool... tools) {
		return runTools(request, Arrays.asList(tools));
	}

	/**
	 * Run tools and tell what happens.
	 * @param request what to ask; it must not have tools of its own
	 * @param tools the tools that the model may call
	 * @return the events as they happen; the last one has what came of it
	 */
	Flux<ToolEvent> streamTools(IRChatRequest request, Collection<Tool> tools);

	/**
	 * Run tools and tell what happens.
	 * @param request what to ask; it must not have tools of its own
	 * @param tools the tools that the model may call
	 * @return the events as they happen; the last one has what came of it
	 */
	default Flux<ToolEvent> streamTools(IRChatRequest request, Tool... tools) {
		return streamTools(request, Arrays.asList(tools));
	}

	/**
	 * Resume a run that waits for approvals. It can be resumed once: from then on it
	 * counts as resumed, whatever becomes of it.
	 * @param pending the run as it was given out
	 * @param decisions a decision for each of its open calls
	 * @param tools the tools that the model may call, with those of the open calls
	 * @return what came of it; a {@link ToolRunException} with
	 * {@link ai.matey.errors.ErrorCode#TOOL_RUN_NOT_PENDING} if the run was resumed
	 * before, was altered or is unknown
	 */
	Mono<ToolRun> resumeTools(ToolRun.Pending pending, List<ToolDecision> decisions, Collection<Tool> tools);

	/**
	 * Resume a run that waits for approvals, once.
	 * @param pending the run as it was given out
	 * @param decisions a decision for each of its open calls
	 * @param tools the tools that the model may call, with those of the open calls
	 * @return what came of it
	 * @see #resumeTools(ToolRun.Pending, List, Collection)
	 */
	default Mono<ToolRun> resumeTools(ToolRun.Pending pending, List<ToolDecision> decisions, Tool... tools) {
		return resumeTools(pending, decisions, Arrays.asList(tools));
	}

	/**
	 * Resume a run that waits for approvals, once, and tell what happens.
	 * @param pending the run as it was given out
	 * @param decisions a decision for each of its open calls
	 * @param tools the tools that the model may call, with those of the open calls
	 * @return the events as they happen; the last one has what came of it
	 * @see #resumeTools(ToolRun.Pending, List, Collection)
	 */
	Flux<ToolEvent> streamResumedTools(ToolRun.Pending pending, List<ToolDecision> decisions, Collection<Tool> tools);

	/**
	 * Resume a run that waits for approvals, once, and tell what happens.
	 * @param pending the run as it was given out
	 * @param decisions a decision for each of its open calls
	 * @param tools the tools that the model may call, with those of the open calls
	 * @return the events as they happen; the last one has what came of it
	 * @see #resumeTools(ToolRun.Pending, List, Collection)
	 */
	default Flux<ToolEvent> streamResumedTools(ToolRun.Pending pending, List<ToolDecision> decisions, Tool... tools) {
		return streamResumedTools(pending, decisions, Arrays.asList(tools));
	}

}
