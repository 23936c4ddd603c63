package ai.matey.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.ToolUseContent;

/**
 * One subscription to a run. Rounds run one after another, and the results of parallel
 * calls pass through one operator, so that no state is accessed by two threads at once.
 */
final class ToolLoop {

	private final Function<IRChatRequest, Flux<IRStreamChunk>> model;

	private final IRChatRequest request;

	private final Toolbox tools;

	private final ToolCalls calls;

	private final ToolRunStore store;

	private final List<ToolStep> steps;

	private Map<String, ToolDecision> decisions = Map.of();

	private @Nullable IRChatResponse response;

	private Mono<Void> admission = Mono.empty();

	private boolean closing;

	private boolean over;

	ToolLoop(Function<IRChatRequest, Flux<IRStreamChunk>> model, IRChatRequest request, Toolbox tools, ToolCalls calls,
			ToolRunStore store) {
		this.model = model;
		this.request = request;
		this.tools = tools;
		this.calls = calls;
		this.store = store;
		this.steps = new ArrayList<>();
	}

	/**
	 * Continue a pending run with the open calls of its last step, once.
	 */
	ToolLoop resume(ToolRun.Pending pending, Map<String, ToolDecision> decisions) {
		this.steps.addAll(pending.steps());
		this.decisions = decisions;
		this.admission = Mono.defer(() -> this.store.remove(PendingJson.key(pending)))
			.onErrorMap((failure) -> ToolRunException.notFound(pending, failure))
			.defaultIfEmpty(false)
			.flatMap((removed) -> removed ? Mono.empty() : Mono.error(ToolRunException.notPending(pending)));
		return this;
	}

	/**
	 * Rounds are repeated rather than nested, since a run may have any number of them.
	 */
	Flux<ToolEvent> events() {
		return this.admission.thenMany(Flux.defer(() -> this.calls.around(round())).repeat(() -> !this.over));
	}

	private Flux<ToolEvent> round() {
		if (!this.decisions.isEmpty()) {
			return Flux.defer(this::resumed);
		}
		int round = this.steps.size() + 1;
		this.response = null;
		return this.model.apply(nextRequest()).<ToolEvent>map((chunk) -> {
			if (chunk instanceof IRStreamChunk.Done done) {
				this.response = done.response();
			}
			return new ToolEvent.Chunk(round, chunk);
		}).concatWith(Flux.defer(() -> responded(round)));
	}

	/**
	 * A choice that forces a call applies only to the first round, since it would
	 * otherwise force calls forever. A response format is requested once the model makes
	 * no more calls.
	 */
	private IRChatRequest nextRequest() {
		List<ToolStep> past = this.closing ? this.steps.subList(0, this.steps.size() - 1) : this.steps;
		IRChatRequest.Builder next = this.request.mutate()
			.messages(Conversation.messages(this.request, past, this.calls.settings()::replaysReasoning));
		if (this.closing) {
			return next.toolChoice(null).build();
		}
		boolean forced = this.request.toolChoice() == IRToolChoice.Mode.REQUIRED
				|| this.request.toolChoice() instanceof IRToolChoice.Named;
		return next.tools(this.tools.definitions())
			.toolChoice((forced && !this.steps.isEmpty()) ? null : this.request.toolChoice())
			.responseFormat(null)
			.build();
	}

	private Flux<ToolEvent> responded(int round) {
		IRChatResponse response = this.response;
		if (response == null) {
			return Flux.error(new IllegalStateException("The stream of the model ended without its last chunk"));
		}
		response = Conversation.withCallIds(response, round);
		List<ToolUseContent> calls = response.message().toolCalls();
		if (calls.isEmpty() || this.closing) {
			this.steps.add(new ToolStep(response, List.of()));
			if (this.request.responseFormat() != null && !this.closing) {
				this.closing = true;
				return Flux.empty();
			}
			return finish(new ToolRun.Completed(this.request, this.steps));
		}
		String excess = excess(round, calls);
		if (excess != null) {
			this.steps.add(new ToolStep(response, List.of()));
			return Flux.error(new ToolRunException(ErrorCode.TOOL_LIMIT_EXCEEDED, excess, this.request, this.steps));
		}
		return makeCalls(response, List.of());
	}

	private Flux<ToolEvent> resumed() {
		ToolStep last = this.steps.remove(this.steps.size() - 1);
		return makeCalls(last.response(), last.results());
	}

	private Flux<ToolEvent> makeCalls(IRChatResponse response, List<ToolResult> known) {
		int round = this.steps.size() + 1;
		Map<String, ToolResult> results = new HashMap<>();
		known.forEach((result) -> results.put(result.call().id(), result));
		List<PlannedCall> planned = new ArrayList<>();
		for (ToolUseContent call : response.message().toolCalls()) {
			if (!results.containsKey(call.id())) {
				planned.add(PlannedCall.decided(PlannedCall.of(call, this.tools), this.decisions.get(call.id())));
			}
		}
		this.decisions = Map.of();
		return Flux.fromIterable(planned)
			.filter((call) -> !waits(call))
			.flatMap((call) -> events(call, round), this.calls.settings().parallelism())
			.doOnNext((event) -> {
				if (event instanceof ToolEvent.CallFinished finished) {
					results.put(finished.result().call().id(), finished.result());
				}
			})
			.concatWith(Flux.defer(() -> called(response, results, planned.stream().anyMatch(ToolLoop::waits))));
	}

	private static boolean waits(PlannedCall planned) {
		return planned instanceof PlannedCall.Ready ready && ready.needsApproval();
	}

	private Flux<ToolEvent> events(PlannedCall planned, int round) {
		Mono<ToolResult> result = (planned instanceof PlannedCall.Ready ready)
				? this.calls.make(ready.tool(), ready.call(), ready.invocation(), this.request)
				: Mono.just(((PlannedCall.Refused) planned).result());
		return result.<ToolEvent>map((value) -> new ToolEvent.CallFinished(round, value))
			.flux()
			.startWith(new ToolEvent.CallStarted(round, planned.call()));
	}

	private Flux<ToolEvent> called(IRChatResponse response, Map<String, ToolResult> results, boolean waiting) {
		List<ToolResult> inOrder = response.message()
			.toolCalls()
			.stream()
			.map((call) -> results.get(call.id()))
			.filter(Objects::nonNull)
			.toList();
		this.steps.add(new ToolStep(response, inOrder));
		if (!waiting) {
			return Flux.empty();
		}
		ToolRun.Pending pending = new ToolRun.Pending(IRMetadata.builder().build().requestId(),
				this.request.mutate().toolChoice(null).build(), this.steps);
		return Mono.defer(() -> this.store.add(PendingJson.key(pending)))
			.onErrorMap((failure) -> ToolRunException.notStored(pending, failure))
			.thenMany(Flux.defer(() -> finish(pending)));
	}

	private Flux<ToolEvent> finish(ToolRun run) {
		this.over = true;
		return Flux.just(new ToolEvent.RunFinished(run));
	}

	private @Nullable String excess(int round, List<ToolUseContent> calls) {
		ToolSettings settings = this.calls.settings();
		if (round >= settings.maxRounds()) {
			return limit("asked the model " + round + " times and it still calls tools", "max-rounds");
		}
		Map<String, Integer> perTool = new HashMap<>();
		int all = 0;
		for (ToolStep step : this.steps) {
			all += count(step.response().message().toolCalls(), perTool);
		}
		all += count(calls, perTool);
		if (all > settings.maxCalls()) {
			return limit("would make more than " + settings.maxCalls() + " calls", "max-calls");
		}
		for (Map.Entry<String, Integer> entry : perTool.entrySet()) {
			if (entry.getValue() > settings.maxCallsPerTool()) {
				return limit("would call one tool more than " + settings.maxCallsPerTool() + " times",
						"max-calls-per-tool");
			}
		}
		return null;
	}

	private static int count(List<ToolUseContent> calls, Map<String, Integer> perTool) {
		calls.forEach((call) -> perTool.merge(call.name(), 1, Integer::sum));
		return calls.size();
	}

	private static String limit(String what, String property) {
		return "The run was stopped: it " + what + ". If it needs more, raise together.tools." + property + ".";
	}

	ToolRunException timeout() {
		return new ToolRunException(ErrorCode.TOOL_TIMEOUT,
				"The run was stopped: it took longer than " + this.calls.settings().runTimeout().toMillis()
						+ " ms. If it needs more, raise together.tools.run-timeout.",
				this.request, this.steps);
	}

}
