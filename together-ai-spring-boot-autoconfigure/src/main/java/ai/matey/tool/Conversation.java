package ai.matey.tool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRole;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;

/**
 * The messages of a run.
 */
final class Conversation {

	private Conversation() {
	}

	/**
	 * Return the messages of the request and of each step. A response without calls that
	 * is followed by another one is left out, since it was requested again in another
	 * format.
	 * @param replaysReasoning whether the reasoning of a model is sent back to it
	 */
	static List<IRMessage> messages(IRChatRequest request, List<ToolStep> steps,
			Predicate<@Nullable String> replaysReasoning) {
		List<IRMessage> messages = new ArrayList<>(request.messages());
		for (int i = 0; i < steps.size(); i++) {
			ToolStep step = steps.get(i);
			IRMessage message = step.response().message();
			if (i < steps.size() - 1 && message.toolCalls().isEmpty()) {
				continue;
			}
			String model = step.response().metadata().model();
			messages.add(replayed(message, replaysReasoning.test((model != null) ? model : request.model())));
			for (ToolResult result : step.results()) {
				messages.add(new IRMessage(IRRole.TOOL,
						List.of(new ToolResultContent(result.call().id(), result.content(), result.isError()))));
			}
		}
		return List.copyOf(messages);
	}

	/**
	 * Arguments that are not valid JSON are not sent back, since a server may reject
	 * them.
	 */
	private static IRMessage replayed(IRMessage message, boolean withReasoning) {
		List<MessageContent> content = new ArrayList<>();
		for (MessageContent part : message.content()) {
			if (part instanceof ToolUseContent call && call.problem() != null) {
				content.add(new ToolUseContent(call.id(), call.name(), Map.of()));
			}
			else if (withReasoning || !(part instanceof ReasoningContent)) {
				content.add(part);
			}
		}
		return new IRMessage(message.role(), content, message.name());
	}

	/**
	 * Return the response with a unique id for each call. Results are assigned by these
	 * ids, and not every server sends them.
	 */
	static IRChatResponse withCallIds(IRChatResponse response, int round) {
		Set<String> ids = new HashSet<>();
		boolean changed = false;
		List<MessageContent> content = new ArrayList<>();
		for (MessageContent part : response.message().content()) {
			if (part instanceof ToolUseContent call && (call.id().isEmpty() || !ids.add(call.id()))) {
				String id = "call_" + round + "_" + ids.size();
				ids.add(id);
				content.add(new ToolUseContent(id, call.name(), call.input(), call.arguments(), call.problem()));
				changed = true;
			}
			else {
				content.add(part);
			}
		}
		if (!changed) {
			return response;
		}
		IRChoice first = Objects.requireNonNull(response.choices().get(0));
		IRMessage message = new IRMessage(first.message().role(), content, first.message().name());
		List<IRChoice> choices = new ArrayList<>(response.choices());
		choices.set(0, new IRChoice(first.index(), message, first.finishReason(), first.providerFinishReason(),
				first.seed(), first.logprobs()));
		return new IRChatResponse(choices, response.usage(), response.metadata(), response.echoedPrompt(),
				response.raw());
	}

}
