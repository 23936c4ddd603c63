package ai.matey.object;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.ChatOperations;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTotals;
import ai.matey.ir.IRWarning;
import ai.matey.schema.JsonMismatchException;
import ai.matey.schema.JsonType;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolRun;
import ai.matey.tool.ToolRunException;
import ai.matey.tool.ToolRunner;
import ai.matey.tool.ToolStep;

/**
 * Generates typed responses on top of any {@link ChatOperations}. Immutable and
 * thread-safe.
 */
public final class ObjectGenerator implements ObjectOperations {

	private static final List<ObjectMode> ALL_MODES = List.of(ObjectMode.JSON_SCHEMA, ObjectMode.TOOL,
			ObjectMode.PROMPT);

	private final ChatOperations chat;

	private final ToolRunner tools;

	private final ObjectSettings settings;

	private final ObjectValidator validator;

	private final Scheduler scheduler;

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
		this.validator = Objects.requireNonNull(validator, "validator must not be null");
		this.scheduler = Objects.requireNonNull(scheduler, "scheduler must not be null");
	}

	@Override
	public <T> Mono<ObjectResponse<T>> generateObjectResponse(IRChatRequest request, JsonType<T> type,
			Collection<Tool> tools) {
		return prepare(request, tools)
			.flatMap((prepared) -> ask(prepared, type, modes(), List.of(), this.settings.repairRounds()));
	}

	@Override
	public <T> Flux<T> streamObject(IRChatRequest request, JsonType<T> type, Collection<Tool> tools) {
		return prepare(request, tools).flatMapMany((prepared) -> stream(prepared.request(), type, modes()));
	}

	private List<ObjectMode> modes() {
		return (this.settings.mode() == ObjectMode.AUTO) ? ALL_MODES : List.of(this.settings.mode());
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
			throw invalid(request, "request.tools", "Pass tools that shall run before a typed response to the call.");
		}
		if (request.responseFormat() != null) {
			throw invalid(request, "request.responseFormat", "The type of a typed response says its format.");
		}
		Integer choices = request.parameters().n();
		if (choices != null && choices > 1) {
			throw invalid(request, "request.parameters.n",
					"A typed response has one choice, but " + choices + " are asked for.");
		}
	}

	private <T> Mono<ObjectResponse<T>> ask(Prepared prepared, JsonType<T> type, List<ObjectMode> modes,
			List<IRWarning> warnings, int repairs) {
		ObjectMode mode = modes.get(0);
		IRChatRequest asked = ObjectRequests.request(mode, prepared.request(), type, this.settings.schemaInPrompt());
		Mono<IRChatResponse> response = this.chat.chat(asked);
		if (modes.size() == 1) {
			return response.flatMap((first) -> read(prepared, asked, first, type, warnings, repairs));
		}
		// Only the call itself is another mode's business, not what is wrong with its
		// response
		return response.materialize().flatMap((signal) -> {
			Throwable failure = signal.getThrowable();
			if (failure != null && isRefusal(failure)) {
				return ask(prepared, type, modes.subList(1, modes.size()), added(warnings, mode, modes.get(1)),
						repairs);
			}
			return Mono.just(signal)
				.<IRChatResponse>dematerialize()
				.flatMap((first) -> read(prepared, asked, first, type, warnings, repairs));
		});
	}

	private <T> Mono<ObjectResponse<T>> read(Prepared prepared, IRChatRequest asked, IRChatResponse response,
			JsonType<T> type, List<IRWarning> warnings, int repairs) {
		List<IRChatResponse> responses = new ArrayList<>(prepared.responses());
		responses.add(response);
		return object(asked, response, type)
			.map((object) -> new ObjectResponse<>(object, warned(response, warnings), IRTotals.of(responses)))
			.onErrorResume(ObjectMismatchException.class, (mismatch) -> {
				if (repairs == 0 || response.finishReason() == FinishReason.LENGTH) {
					return Mono.error(mismatch);
				}
				IRChatRequest repair = ObjectRequests.repair(asked, response, mismatch.problems());
				return this.chat.chat(repair)
					.flatMap((next) -> read(new Prepared(prepared.request(), responses), repair, next, type, warnings,
							repairs - 1));
			});
	}

	private <T> Flux<T> stream(IRChatRequest request, JsonType<T> type, List<ObjectMode> modes) {
		ObjectMode mode = modes.get(0);
		IRChatRequest asked = ObjectRequests.request(mode, request, type, this.settings.schemaInPrompt());
		Flux<T> objects = Flux.defer(() -> {
			GrowingObject<T> growing = new GrowingObject<>(type);
			AtomicReference<@Nullable IRChatResponse> last = new AtomicReference<>();
			return this.chat.chatStream(asked).<T>handle((chunk, sink) -> {
				if (chunk instanceof IRStreamChunk.Done done) {
					last.set(done.response());
					return;
				}
				T grown = growing.append(ObjectRequests.delta(chunk));
				if (grown != null) {
					sink.next(grown);
				}
			}).concatWith(Mono.defer(() -> whole(asked, last.get(), type, growing)));
		});
		if (modes.size() == 1) {
			return objects;
		}
		// A refusal is the provider's first word: an object that was shown is not taken
		// back
		return Flux.defer(() -> {
			AtomicBoolean shown = new AtomicBoolean();
			return objects.doOnNext((object) -> shown.set(true))
				.onErrorResume((failure) -> !shown.get() && isRefusal(failure),
						(failure) -> stream(request, type, modes.subList(1, modes.size())));
		});
	}

	private <T> Mono<T> whole(IRChatRequest asked, @Nullable IRChatResponse response, JsonType<T> type,
			GrowingObject<T> growing) {
		if (response == null) {
			return Mono.error(new IllegalStateException("The stream of the model ended without its last chunk"));
		}
		boolean shown = growing.isShown(JsonText.find(ObjectRequests.text(response)));
		return object(asked, response, type).filter((object) -> !shown);
	}

	/**
	 * Validators may block, so they do not run on the event loop that received the
	 * response.
	 */
	private <T> Mono<T> object(IRChatRequest asked, IRChatResponse response, JsonType<T> type) {
		Mono<T> read = Mono.fromSupplier(() -> read(asked, response, type));
		if (this.validator == ObjectValidator.NONE) {
			return read;
		}
		return read.flatMap((object) -> Mono.fromCallable(() -> {
			List<String> problems = this.validator.problems(object);
			if (!problems.isEmpty()) {
				throw mismatch(asked, response, type, problems, null);
			}
			return object;
		}).subscribeOn(this.scheduler));
	}

	private static <T> T read(IRChatRequest asked, IRChatResponse response, JsonType<T> type) {
		String text = ObjectRequests.text(response);
		JsonNode json = JsonText.find(text);
		if (json == null) {
			throw new ObjectMismatchException(asked, response, text, "The model's response is no JSON." + cut(response),
					List.of(), null);
		}
		try {
			return type.read(json);
		}
		catch (JsonMismatchException ex) {
			throw mismatch(asked, response, type, ex.problems(), ex);
		}
	}

	private static String cut(IRChatResponse response) {
		return (response.finishReason() == FinishReason.LENGTH)
				? " It was cut at a token limit: raise maxTokens, or leave it unset." : "";
	}

	private static ObjectMismatchException mismatch(IRChatRequest asked, IRChatResponse response, JsonType<?> type,
			List<String> problems, @Nullable Throwable cause) {
		return new ObjectMismatchException(asked, response, ObjectRequests.text(response),
				"The model's response is no " + type.name() + ": " + String.join("; ", problems) + "." + cut(response),
				problems, cause);
	}

	/**
	 * Servers do not report reliably what they reject, neither by a code nor by a
	 * message. A request that is invalid for another reason is rejected in every mode.
	 */
	private static boolean isRefusal(Throwable failure) {
		if (!(failure instanceof ValidationException invalid)) {
			return false;
		}
		Integer status = invalid.status();
		return invalid.code() == ErrorCode.UNSUPPORTED_FEATURE
				|| (invalid.code() == ErrorCode.INVALID_REQUEST && status != null && (status == 400 || status == 422));
	}

	private static List<IRWarning> added(List<IRWarning> warnings, ObjectMode refused, ObjectMode next) {
		List<IRWarning> all = new ArrayList<>(warnings);
		all.add(new IRWarning(IRWarning.Category.PARAMETER_UNSUPPORTED,
				"The server refused to be asked for a typed response by " + refused + ", so it was asked by " + next
						+ ". Set together.objects.mode to save the refused request.",
				(refused == ObjectMode.TOOL) ? "tool_choice" : "response_format", "objects"));
		return all;
	}

	private static IRChatResponse warned(IRChatResponse response, List<IRWarning> warnings) {
		IRMetadata metadata = response.metadata();
		return warnings.isEmpty() ? response : response.withMetadata(metadata.mutate().warnings(warnings).build());
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
