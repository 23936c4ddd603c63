package ai.matey.sample.page;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTotals;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ToolUseContent;
import ai.matey.object.ObjectEvent;
import ai.matey.object.ObjectResponse;
import ai.matey.tool.ToolEvent;
import ai.matey.tool.ToolResult;
import ai.matey.tool.ToolRun;

/**
 * An event for the page about a response, a run with tools or a typed response.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = RunEvent.Text.class, name = "text"),
		@JsonSubTypes.Type(value = RunEvent.Reasoning.class, name = "reasoning"),
		@JsonSubTypes.Type(value = RunEvent.Call.class, name = "call"),
		@JsonSubTypes.Type(value = RunEvent.Result.class, name = "result"),
		@JsonSubTypes.Type(value = RunEvent.Pending.class, name = "pending"),
		@JsonSubTypes.Type(value = RunEvent.Typed.class, name = "object"),
		@JsonSubTypes.Type(value = RunEvent.Completed.class, name = "completed") })
sealed interface RunEvent {

	static List<RunEvent> of(ToolEvent event) {
		if (event instanceof ToolEvent.CallStarted started) {
			return List.of(Call.of(started.call()));
		}
		if (event instanceof ToolEvent.CallFinished finished) {
			return List.of(Result.of(finished.result()));
		}
		if (event instanceof ToolEvent.RunFinished finished) {
			return List.of((finished.run() instanceof ToolRun.Pending pending) ? Pending.of(pending)
					: new Completed(Summary.of(finished.run())));
		}
		// The end of a round is not the end of the run
		return (event instanceof ToolEvent.Chunk part && !(part.chunk() instanceof IRStreamChunk.Done))
				? of(part.chunk()) : List.of();
	}

	static List<RunEvent> of(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Content content) {
			return List.of(new Text(content.delta()));
		}
		if (chunk instanceof IRStreamChunk.Reasoning reasoning) {
			return List.of(new Reasoning(reasoning.delta()));
		}
		return (chunk instanceof IRStreamChunk.Done done) ? List.of(new Completed(Summary.of(done.response())))
				: List.of();
	}

	static List<RunEvent> of(ObjectEvent<?> event) {
		Typed typed = new Typed(event.object());
		return (event instanceof ObjectEvent.Completed<?> completed)
				? List.of(typed, new Completed(Summary.of(completed.response()))) : List.of(typed);
	}

	/**
	 * A piece of the response.
	 *
	 * @param text the piece
	 */
	record Text(String text) implements RunEvent {
	}

	/**
	 * A piece of the reasoning.
	 *
	 * @param text the piece
	 */
	record Reasoning(String text) implements RunEvent {
	}

	/**
	 * A call has started or waits for an approval.
	 *
	 * @param id its id
	 * @param name the name of the tool
	 * @param arguments the arguments from the model
	 */
	record Call(String id, String name, Map<String, ? extends @Nullable Object> arguments) implements RunEvent {

		static Call of(ToolUseContent call) {
			return new Call(call.id(), call.name(), call.input());
		}

	}

	/**
	 * A call has finished.
	 *
	 * @param id its id
	 * @param content the content sent to the model
	 * @param failed whether it failed or was not made
	 * @param made whether the call was made, which a refusal or bad arguments prevent
	 * @param millis the duration of the tool in milliseconds
	 */
	record Result(String id, String content, boolean failed, boolean made, long millis) implements RunEvent {

		static Result of(ToolResult result) {
			boolean made = !result.isError() || result.failure() != null;
			return new Result(result.call().id(), result.content(), result.isError(), made,
					result.duration().toMillis());
		}

	}

	/**
	 * The run waits for approvals.
	 *
	 * @param run the run, to be sent back unchanged
	 * @param calls the calls that wait
	 * @param summary the summary so far
	 */
	record Pending(ToolRun.Pending run, List<Call> calls, Summary summary) implements RunEvent {

		static Pending of(ToolRun.Pending run) {
			return new Pending(run, run.openCalls().stream().map(Call::of).toList(), Summary.of(run));
		}

	}

	/**
	 * A typed response as far as it was received.
	 *
	 * @param value the object
	 */
	record Typed(Object value) implements RunEvent {
	}

	/**
	 * The run has finished.
	 *
	 * @param summary the summary
	 */
	record Completed(Summary summary) implements RunEvent {
	}

	/**
	 * The model that responded, and the usage of all rounds.
	 *
	 * @param model the model that responded last, if known
	 * @param finishReason why its response ended
	 * @param usage the tokens, if known
	 * @param cost the cost in US dollars, if known
	 * @param notes why another model than the first choice responded
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Summary(@Nullable String model, String finishReason, @Nullable IRUsage usage, @Nullable BigDecimal cost,
			List<String> notes) {

		static Summary of(ToolRun run) {
			return of(run.steps().get(run.steps().size() - 1).response(), run.totals());
		}

		static Summary of(IRChatResponse response) {
			return of(response, IRTotals.of(List.of(response)));
		}

		static Summary of(ObjectResponse<?> response) {
			return of(response.response(), response.totals());
		}

		private static Summary of(IRChatResponse last, IRTotals totals) {
			IRCost cost = totals.cost();
			List<String> notes = last.metadata()
				.warnings()
				.stream()
				.filter((warning) -> warning.category() == IRWarning.Category.MODEL_SUBSTITUTED)
				.map(IRWarning::message)
				.toList();
			return new Summary(last.metadata().model(), last.finishReason().name().toLowerCase(Locale.ROOT),
					totals.usage(), (cost != null) ? cost.amount() : null, notes);
		}

	}

}
