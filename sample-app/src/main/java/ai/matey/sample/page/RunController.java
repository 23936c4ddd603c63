package ai.matey.sample.page;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.Bridge;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.ir.ToolUseContent;
import ai.matey.sample.EventStream;
import ai.matey.tool.ToolDecision;
import ai.matey.tool.ToolEvent;
import ai.matey.tool.ToolRun;

/**
 * The chat of the page: the model may use tools, and some of their calls need the
 * approval of the user. The page keeps a pending run and sends it back; a run that was
 * altered or has already been resumed is refused. A trip plan is a typed response.
 */
@RestController
@RegisterReflectionForBinding({ RunEvent.class, RunEvent.Text.class, RunEvent.Reasoning.class, RunEvent.Call.class,
		RunEvent.Result.class, RunEvent.Pending.class, RunEvent.Typed.class, RunEvent.Completed.class, TripPlan.class })
class RunController {

	private static final Duration BETWEEN_STATES = Duration.ofMillis(50);

	private final OpenAIFrontendAdapter openai = new OpenAIFrontendAdapter();

	private final Bridge bridge;

	private final ShopTools tools;

	private final JsonMapper mapper;

	RunController(Bridge bridge, ShopTools tools, JsonMapper mapper) {
		this.bridge = bridge;
		this.tools = tools;
		this.mapper = mapper;
	}

	/**
	 * A response without tools. In contrast to the gateway's, it tells its cost.
	 */
	@PostMapping("/chat/texts")
	Mono<Void> text(@RequestBody ChatCompletionRequest request, ServerHttpResponse response) {
		return write(this.bridge.chatStream(this.openai.toIR(request)).concatMapIterable(RunEvent::of), response);
	}

	@PostMapping("/chat/runs")
	Mono<Void> run(@RequestBody ChatCompletionRequest request, ServerHttpResponse response) {
		return writeRun(this.bridge.streamTools(this.openai.toIR(request), this.tools.all()), response);
	}

	@PostMapping("/chat/decisions")
	Mono<Void> resume(@RequestBody Decision decision, ServerHttpResponse response) {
		return writeRun(this.bridge.streamResumedTools(decision.run(), decision.decisions(), this.tools.all()),
				response);
	}

	/**
	 * A typed response as it grows. Each event contains the whole object, so only the
	 * latest one in a short time is sent.
	 */
	@PostMapping("/chat/plans")
	Mono<Void> plan(@RequestBody ChatCompletionRequest request, ServerHttpResponse response) {
		Flux<RunEvent> plan = this.bridge.streamObjectEvents(this.openai.toIR(request), TripPlan.class)
			.sample(BETWEEN_STATES)
			.concatMapIterable(RunEvent::of);
		return write(plan, response);
	}

	private Mono<Void> writeRun(Flux<ToolEvent> run, ServerHttpResponse response) {
		return write(run.concatMapIterable(RunEvent::of), response);
	}

	private Mono<Void> write(Flux<RunEvent> events, ServerHttpResponse response) {
		return EventStream.write(EventStream.ofObjects(events, this.mapper), response);
	}

	/**
	 * The decision of the user on all open calls of a run.
	 *
	 * @param run the run as the page received it
	 * @param approved the ids of the calls that may be made
	 */
	record Decision(ToolRun.Pending run, Set<String> approved) {

		Decision {
			Objects.requireNonNull(run, "run must not be null");
			Objects.requireNonNull(approved, "approved must not be null");
		}

		List<ToolDecision> decisions() {
			return this.run.openCalls().stream().map(ToolUseContent::id).map(this::decision).toList();
		}

		private ToolDecision decision(String callId) {
			return this.approved.contains(callId) ? ToolDecision.approve(callId)
					: ToolDecision.refuse(callId, "The user does not want it.");
		}

	}

}
