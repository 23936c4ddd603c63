package ai.matey.tool;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRTotals;
import ai.matey.ir.IRUsage;
import ai.matey.ir.ToolUseContent;

/**
 * A conversation in which a model uses tools, which has either completed or waits for an
 * approval.
 *
 * @since 0.1.0
 */
public sealed interface ToolRun {

	/**
	 * Return the request that started the run.
	 * @return the request
	 */
	IRChatRequest request();

	/**
	 * Return the steps of the run.
	 * @return the rounds in order
	 */
	List<ToolStep> steps();

	/**
	 * Return the whole conversation: the messages of the request and of each step.
	 * @return the messages in order
	 */
	default List<IRMessage> messages() {
		return Conversation.messages(request(), steps(), (model) -> true);
	}

	/**
	 * Return the total usage and cost of all steps.
	 * @return the totals
	 */
	default IRTotals totals() {
		return IRTotals.of(steps().stream().map(ToolStep::response).toList());
	}

	/**
	 * Return the total tokens of all steps.
	 * @return the tokens, or {@code null} if no response reported them
	 */
	default @Nullable IRUsage usage() {
		return totals().usage();
	}

	/**
	 * Return the total cost of all steps.
	 * @return the cost, or {@code null} if no cost is known
	 */
	default @Nullable IRCost cost() {
		return totals().cost();
	}

	/**
	 * A completed run.
	 *
	 * @param request the request that started the run
	 * @param steps the steps of the run; the last one has the final response and no calls
	 */
	record Completed(IRChatRequest request, List<ToolStep> steps) implements ToolRun {

		public Completed {
			Objects.requireNonNull(request, "request must not be null");
			steps = List.copyOf(steps);
			if (steps.isEmpty()) {
				throw new IllegalArgumentException("steps must not be empty");
			}
		}

		/**
		 * Return the model's last response.
		 * @return the response
		 */
		public IRChatResponse response() {
			return this.steps.get(this.steps.size() - 1).response();
		}

		/**
		 * Return the text of the model's last response.
		 * @return the text, possibly empty
		 */
		public String text() {
			return response().text();
		}

		@Override
		public String toString() {
			return "Completed[steps=" + this.steps.size() + ", usage=" + usage() + "]";
		}

	}

	/**
	 * A run that waits for approvals. Jackson can write it as JSON and read it again, so
	 * that it can be kept in any store and resumed by another process. It contains the
	 * conversation, so store it where conversations may be stored.
	 * <p>
	 * It can be resumed only once and only if it is unaltered, see {@link ToolRunStore}.
	 *
	 * @param id the unique id of the run
	 * @param request the request that started the run
	 * @param steps the steps of the run; the last one lacks the results of its
	 * {@link #openCalls()}
	 */
	@JsonSerialize(using = PendingJson.Serializer.class)
	@JsonDeserialize(using = PendingJson.Deserializer.class)
	record Pending(String id, IRChatRequest request, List<ToolStep> steps) implements ToolRun {

		public Pending {
			Objects.requireNonNull(id, "id must not be null");
			Objects.requireNonNull(request, "request must not be null");
			steps = List.copyOf(steps);
			if (steps.isEmpty()) {
				throw new IllegalArgumentException("steps must not be empty");
			}
		}

		/**
		 * Return the calls that wait for an approval.
		 * @return the calls in order, at least one
		 */
		public List<ToolUseContent> openCalls() {
			ToolStep last = this.steps.get(this.steps.size() - 1);
			Set<String> done = last.results().stream().map((result) -> result.call().id()).collect(Collectors.toSet());
			return last.response().message().toolCalls().stream().filter((call) -> !done.contains(call.id())).toList();
		}

		/**
		 * Create an approval of each open call.
		 * @return the decisions
		 */
		public List<ToolDecision> approveAll() {
			return openCalls().stream().map((call) -> ToolDecision.approve(call.id())).toList();
		}

		/**
		 * Create a refusal of each open call.
		 * @param reason the reason, which is sent to the model, or {@code null}
		 * @return the decisions
		 */
		public List<ToolDecision> refuseAll(@Nullable String reason) {
			return openCalls().stream().map((call) -> ToolDecision.refuse(call.id(), reason)).toList();
		}

		@Override
		public String toString() {
			return "Pending[id=" + this.id + ", steps=" + this.steps.size() + ", openCalls=" + openCalls().size() + "]";
		}

	}

}
