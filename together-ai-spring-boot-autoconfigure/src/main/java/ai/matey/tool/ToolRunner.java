package ai.matey.tool;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import ai.matey.adapter.ChatOperations;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ToolUseContent;

/**
 * Runs tools on top of any {@link ChatOperations}. Immutable and thread-safe; each
 * subscription is a separate run.
 *
 * @since 0.1.0
 */
public final class ToolRunner implements ToolOperations {

	private final ChatOperations chat;

	private final ToolCalls calls;

	private final ToolRunStore store;

	/**
	 * Create a runner.
	 * @param chat the calls to the model
	 * @param settings the limits of runs
	 * @param scheduler the scheduler for tools, which may block; cancelling interrupts
	 * its threads
	 * @param store the store of pending runs
	 * @param interceptors the interceptors of rounds and calls, outermost first
	 */
	public ToolRunner(ChatOperations chat, ToolSettings settings, Scheduler scheduler, ToolRunStore store,
			List<ToolInterceptor> interceptors) {
		this.chat = Objects.requireNonNull(chat, "chat must not be null");
		this.calls = new ToolCalls(settings, scheduler, interceptors);
		this.store = Objects.requireNonNull(store, "store must not be null");
	}

	@Override
	public Mono<ToolRun> runTools(IRChatRequest request, Collection<Tool> tools) {
		return run(start(this::plain, request, tools));
	}

	@Override
	public Flux<ToolEvent> streamTools(IRChatRequest request, Collection<Tool> tools) {
		return start(this.chat::chatStream, request, tools);
	}

	@Override
	public Mono<ToolRun> resumeTools(ToolRun.Pending pending, List<ToolDecision> decisions, Collection<Tool> tools) {
		return run(resume(this::plain, pending, decisions, tools));
	}

	@Override
	public Flux<ToolEvent> streamResumedTools(ToolRun.Pending pending, List<ToolDecision> decisions,
			Collection<Tool> tools) {
		return resume(this.chat::chatStream, pending, decisions, tools);
	}

	/**
	 * Return the messages that request the last response of a run again, in another
	 * format. Reasoning is left out for models that do not get theirs back.
	 * @param run the run
	 * @return the conversation without its last response
	 */
	public List<IRMessage> messagesBeforeResponse(ToolRun.Completed run) {
		List<IRMessage> messages = Conversation.messages(run.request(), run.steps(),
				this.calls.settings()::replaysReasoning);
		return messages.subList(0, messages.size() - 1);
	}

	/**
	 * Treat a plain call as a stream that consists of its last chunk, so that one loop
	 * serves both.
	 */
	private Flux<IRStreamChunk> plain(IRChatRequest request) {
		return this.chat.chat(request).<IRStreamChunk>map(IRStreamChunk.Done::new).flux();
	}

	private static Mono<ToolRun> run(Flux<ToolEvent> events) {
		return events.ofType(ToolEvent.RunFinished.class).map(ToolEvent.RunFinished::run).single();
	}

	private Flux<ToolEvent> start(Function<IRChatRequest, Flux<IRStreamChunk>> model, IRChatRequest request,
			Collection<Tool> tools) {
		Toolbox toolbox = new Toolbox(tools);
		return limited(() -> {
			check(request, toolbox);
			return new ToolLoop(model, request, toolbox, this.calls, this.store);
		});
	}

	private Flux<ToolEvent> resume(Function<IRChatRequest, Flux<IRStreamChunk>> model, ToolRun.Pending pending,
			List<ToolDecision> decisions, Collection<Tool> tools) {
		Toolbox toolbox = new Toolbox(tools);
		return limited(() -> {
			// Invalid decisions must not use up the run
			Map<String, ToolDecision> byCall = decisions(pending, decisions, toolbox);
			return new ToolLoop(model, pending.request(), toolbox, this.calls, this.store).resume(pending, byCall);
		});
	}

	/**
	 * The deadline ends everything that is running. Events that complete without the last
	 * one were ended by the deadline, since an error of the other publisher would not
	 * cancel them. Thread-local values of the subscriber, such as the logged-in user, are
	 * captured so that tools can see them.
	 */
	private Flux<ToolEvent> limited(Supplier<ToolLoop> loops) {
		return Flux.defer(() -> {
			ToolLoop loop = loops.get();
			AtomicBoolean finished = new AtomicBoolean();
			return loop.events()
				.takeUntilOther(Mono.delay(this.calls.settings().runTimeout()))
				.doOnNext((event) -> finished.set(event instanceof ToolEvent.RunFinished))
				.concatWith(Mono.defer(() -> finished.get() ? Mono.empty() : Mono.error(loop.timeout())));
		}).contextCapture();
	}

	private static void check(IRChatRequest request, Toolbox tools) {
		if (tools.isEmpty()) {
			throw invalid(request, "tools", "A run needs at least one tool.");
		}
		if (!request.tools().isEmpty()) {
			throw invalid(request, "request.tools",
					"The request itself contains tools, which would not be executed. Pass all tools to the run.");
		}
		Integer choices = request.parameters().n();
		if (choices != null && choices > 1) {
			throw invalid(request, "request.parameters.n",
					"A run follows one choice, but " + choices + " were requested.");
		}
	}

	private static Map<String, ToolDecision> decisions(ToolRun.Pending pending, List<ToolDecision> decisions,
			Toolbox tools) {
		Map<String, ToolDecision> byCall = new HashMap<>();
		for (ToolDecision decision : decisions) {
			if (byCall.put(decision.callId(), decision) != null) {
				throw invalid(pending.request(), "decisions",
						"There are two decisions for the call '" + decision.callId() + "'.");
			}
		}
		Set<String> open = new HashSet<>();
		for (ToolUseContent call : pending.openCalls()) {
			open.add(call.id());
			if (!byCall.containsKey(call.id())) {
				throw invalid(pending.request(), "decisions",
						"There is no decision about the call '" + call.id() + "' of the tool '" + call.name() + "'.");
			}
			if (tools.get(call.name()) == null) {
				throw invalid(pending.request(), "tools", "The run waits for an approval of the tool '" + call.name()
						+ "', which is not among the tools.");
			}
		}
		for (String callId : byCall.keySet()) {
			if (!open.contains(callId)) {
				throw invalid(pending.request(), "decisions", "The run does not wait for the call '" + callId + "'.");
			}
		}
		return byCall;
	}

	private static ValidationException invalid(IRChatRequest request, String field, String message) {
		return new ValidationException(ErrorCode.INVALID_REQUEST, field, message,
				ErrorDetails.of("tools", request.model()), null);
	}

}
