package ai.matey.object;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTotals;
import ai.matey.ir.IRWarning;
import ai.matey.schema.JsonType;

/**
 * One subscription to a typed response: the ladder of modes until the server accepts one,
 * then the response and its repairs. They follow one another, so that no state is
 * accessed by two threads at once.
 *
 * @param <T> the type of the object
 */
final class ObjectCall<T> {

	private static final List<ObjectMode> LADDER = List.of(ObjectMode.JSON_SCHEMA, ObjectMode.TOOL, ObjectMode.PROMPT);

	private final Function<IRChatRequest, Flux<IRStreamChunk>> model;

	private final IRChatRequest request;

	private final JsonType<T> type;

	private final ObjectSettings settings;

	private final ObjectReader reader;

	private final RefusedModes refused;

	private final List<IRChatResponse> responses;

	private final List<ObjectMode> modes;

	private int skipped;

	private int mode;

	private int repairs;

	private boolean responded;

	private boolean shown;

	private boolean wholeShown;

	/**
	 * Create a call.
	 * @param model how the model is called
	 * @param request the request
	 * @param past the responses before this call, which count for the totals
	 */
	ObjectCall(Function<IRChatRequest, Flux<IRStreamChunk>> model, IRChatRequest request, List<IRChatResponse> past,
			JsonType<T> type, ObjectSettings settings, ObjectReader reader, RefusedModes refused) {
		this.model = model;
		this.request = request;
		this.type = type;
		this.settings = settings;
		this.reader = reader;
		this.refused = refused;
		this.responses = new ArrayList<>(past);
		this.modes = (settings.mode() == ObjectMode.AUTO) ? LADDER : List.of(settings.mode());
	}

	Flux<ObjectEvent<T>> events() {
		return Flux.defer(() -> {
			this.skipped = (this.modes.size() > 1) ? this.refused.find(this.request.model(), this.type) : 0;
			this.mode = this.skipped;
			return ask();
		});
	}

	/**
	 * Return the objects of the events. The complete one is left out if it has been shown
	 * as the last state.
	 */
	Flux<T> objects() {
		return events().filter((event) -> !(event instanceof ObjectEvent.Completed && this.wholeShown))
			.map(ObjectEvent::object);
	}

	/**
	 * Another mode is tried only if the first request was refused, not if its response or
	 * a repair failed.
	 */
	private Flux<ObjectEvent<T>> ask() {
		Flux<ObjectEvent<T>> exchange = exchange(ObjectRequests.request(this.modes.get(this.mode), this.request,
				this.type, this.settings.schemaInPrompt()));
		return exchange.onErrorResume((failure) -> isNextMode(failure), (failure) -> {
			this.mode++;
			return ask();
		});
	}

	private boolean isNextMode(Throwable failure) {
		return !this.responded && !this.shown && this.mode < this.modes.size() - 1 && isRefusal(failure);
	}

	/**
	 * A repair may contradict what has been shown, so nothing of it is shown before it is
	 * known to be valid. If nothing has been shown, it may grow.
	 */
	private Flux<ObjectEvent<T>> exchange(IRChatRequest asked) {
		GrowingObject<T> growing = new GrowingObject<>(this.type);
		boolean silent = this.shown;
		return this.model.apply(asked).<ObjectEvent<T>>handle((chunk, sink) -> {
			if (chunk instanceof IRStreamChunk.Done done) {
				responded(done.response());
				return;
			}
			T grown = silent ? null : growing.append(ObjectRequests.delta(chunk));
			if (grown != null) {
				this.shown = true;
				sink.next(new ObjectEvent.Partial<>(grown));
			}
		}).concatWith(Flux.defer(() -> finish(asked, growing)));
	}

	private void responded(IRChatResponse response) {
		this.responses.add(response);
		if (!this.responded && this.mode > this.skipped) {
			this.refused.refused(this.request.model(), this.type, this.mode);
		}
		this.responded = true;
	}

	private Flux<ObjectEvent<T>> finish(IRChatRequest asked, GrowingObject<T> growing) {
		if (!this.responded) {
			return Flux.error(new IllegalStateException("The stream of the model ended without its last chunk"));
		}
		IRChatResponse response = this.responses.get(this.responses.size() - 1);
		return this.reader.read(asked, response, this.type)
			.<ObjectEvent<T>>map((parsed) -> completed(response, parsed, growing))
			.flux()
			.onErrorResume(ObjectMismatchException.class, (mismatch) -> {
				if (this.repairs == this.settings.repairRounds() || response.finishReason() == FinishReason.LENGTH) {
					return Mono.error(mismatch);
				}
				this.repairs++;
				return exchange(ObjectRequests.repair(asked, response, mismatch.problems()));
			});
	}

	private ObjectEvent<T> completed(IRChatResponse response, ObjectReader.Parsed<T> parsed, GrowingObject<T> growing) {
		this.wholeShown = growing.isShown(parsed.json());
		return new ObjectEvent.Completed<>(
				new ObjectResponse<>(parsed.object(), warned(response), IRTotals.of(this.responses), this.repairs));
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

	private IRChatResponse warned(IRChatResponse response) {
		List<IRWarning> warnings = new ArrayList<>();
		for (int i = 0; i < this.mode; i++) {
			warnings.add(warning(this.modes.get(i), this.modes.get(i + 1)));
		}
		return warnings.isEmpty() ? response
				: response.withMetadata(response.metadata().mutate().warnings(warnings).build());
	}

	private static IRWarning warning(ObjectMode refused, ObjectMode next) {
		return new IRWarning(IRWarning.Category.PARAMETER_UNSUPPORTED,
				"The server rejected the request for a typed response by " + refused + ", so " + next + " was used"
						+ ". Set together.objects.mode to avoid the rejected request.",
				(refused == ObjectMode.TOOL) ? "tool_choice" : "response_format", "objects");
	}

}
