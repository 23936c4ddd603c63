package ai.matey.object;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import ai.matey.adapter.ChatOperations;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.schema.JsonType;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolRun;
import ai.matey.tool.ToolRunException;
import ai.matey.tool.ToolRunner;
import ai.matey.tool.ToolStep;

/**
 * Generates typed responses on top of any {@link ChatOperations}. Thread-safe. It
 * remembers for a while which modes the models refused.
 *
 * @since 0.1.0
 */
public final class ObjectGenerator implements ObjectOperations {

	private final ChatOperations chat;

	private final ToolRunner tools;

	private final ObjectSettings settings;

	private final ObjectReader reader;

	private final RefusedModes refused;

	/**
	 * Create a generator.
	 * @param chat the calls to the model
	 * @param tools the runner of tools, which run first
	 * @param settings how typed responses are requested
	 * @param validator the validator that checks objects beyond their schema
	 * @param scheduler the scheduler for the validator, which may block
	 */
	public ObjectGenerator(ChatOperations chat, ToolRunner tools, ObjectSettings settings, ObjectValidator validator,
			Scheduler scheduler) {
		this.chat = Objects.requireNonNull(chat, "chat must not be null");
		this.tools = Objects.requireNonNull(tools, "tools must not be null");
		this.settings = Objects.requireNonNull(settings, "settings must not be null");
		this.reader = new ObjectReader(Objects.requireNonNull(validator, "validator must not be null"),
				Objects.requireNonNull(scheduler, "scheduler must not be null"));
		this.refused = new RefusedModes(settings.refusalTtl(), Clock.systemUTC());
	}

	@Override
	public <T> Mono<ObjectResponse<T>> generateObjectResponse(IRChatRequest request, JsonType<T> type,
			Collection<Tool> tools) {
		return prepare(request, tools).flatMap((prepared) -> call(this::plain, prepared, type).events().last())
			.map((last) -> ((ObjectEvent.Completed<T>) last).response());
	}

	@Override
	public <T> Flux<T> streamObject(IRChatRequest request, JsonType<T> type, Collection<Tool> tools) {
		return prepare(request, tools).flatMapMany((prepared) -> call(this.chat::chatStream, prepared, type).objects());
	}

	@Override
	public <T> Flux<ObjectEvent<T>> streamObjectEvents(IRChatRequest request, JsonType<T> type,
			Collection<Tool> tools) {
		return prepare(request, tools).flatMapMany((prepared) -> call(this.chat::chatStream, prepared, type).events());
	}

	/**
	 * Tools and a schema are never sent in one request. The tools run first, and then the
	 * final response is requested again in the format of the type.
	 */
	private Mono<Prepared> prepare(IRChatRequest request, Collection<Tool> tools) {
		return Mono.defer(() -> {
			check(request);
			if (tools.isEmpty()) {
				return Mono.just(new Prepared(request, List.of()));
			}
			return this.tools.runTools(request, tools).map((run) -> afterTools(request, run));
		});
	}

	private Prepared afterTools(IRChatRequest request, ToolRun run) {
		if (run instanceof ToolRun.Completed completed) {
			IRChatRequest next = request.mutate()
				.messages(this.tools.messagesBeforeResponse(completed))
				.toolChoice(null)
				.build();
			return new Prepared(next, run.steps().stream().map(ToolStep::response).toList());
		}
		throw ToolRunException.approvalRequired((ToolRun.Pending) run);
	}

	private static void check(IRChatRequest request) {
		if (!request.tools().isEmpty()) {
			throw invalid(request, "request.tools",
					"Pass the tools that run before a typed response to the method instead.");
		}
		if (request.responseFormat() != null) {
			throw invalid(request, "request.responseFormat", "The format of a typed response follows from its type.");
		}
		Integer choices = request.parameters().n();
		if (choices != null && choices > 1) {
			throw invalid(request, "request.parameters.n",
					"A typed response has one choice, but " + choices + " were requested.");
		}
	}

	/**
	 * Treat a plain call as a stream that consists of its last chunk, so that one ladder
	 * serves both.
	 */
	private Flux<IRStreamChunk> plain(IRChatRequest request) {
		return this.chat.chat(request).<IRStreamChunk>map(IRStreamChunk.Done::new).flux();
	}

	private <T> ObjectCall<T> call(Function<IRChatRequest, Flux<IRStreamChunk>> model, Prepared prepared,
			JsonType<T> type) {
		return new ObjectCall<>(model, prepared.request(), prepared.responses(), type, this.settings, this.reader,
				this.refused);
	}

	private static ValidationException invalid(IRChatRequest request, String field, String message) {
		return new ValidationException(ErrorCode.INVALID_REQUEST, field, message,
				ErrorDetails.of("objects", request.model()), null);
	}

	/**
	 * The request to send after tools have run.
	 *
	 * @param request the request with the results of the tools
	 * @param responses the responses so far
	 */
	private record Prepared(IRChatRequest request, List<IRChatResponse> responses) {

	}

}
