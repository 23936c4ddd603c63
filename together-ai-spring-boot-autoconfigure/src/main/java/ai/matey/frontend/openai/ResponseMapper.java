package ai.matey.frontend.openai;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionMessage;
import ai.matey.frontend.openai.format.ToolCall;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IREchoedPrompt;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;

/**
 * Translates a response that is not streamed.
 */
final class ResponseMapper {

	private ResponseMapper() {
	}

	static ChatCompletion fromIR(IRChatResponse response) {
		ResponseHeader header = ResponseHeader.of(response.metadata(), null);
		List<IRWarning> warnings = new ArrayList<>(response.metadata().warnings());
		List<ChatCompletion.Choice> choices = new ArrayList<>(response.choices().size());
		for (IRChoice choice : response.choices()) {
			choices.add(choice(choice, warnings));
		}
		return new ChatCompletion(header.id(), ChatCompletion.OBJECT, header.created(), header.model(), choices,
				ResponseParts.usage(response.usage()), header.systemFingerprint(), prompt(response.echoedPrompt()),
				ResponseParts.warnings(warnings));
	}

	private static ChatCompletion.Choice choice(IRChoice choice, List<IRWarning> warnings) {
		return new ChatCompletion.Choice(choice.index(), message(choice.index(), choice.message(), warnings),
				ResponseParts.finishReason(choice), ResponseParts.logprobs(choice.logprobs(), null), choice.seed(),
				choice.custom());
	}

	private static ChatCompletionMessage message(int choice, IRMessage message, List<IRWarning> warnings) {
		StringBuilder text = null;
		StringBuilder reasoning = null;
		List<ToolCall> calls = null;
		for (MessageContent part : message.content()) {
			if (part instanceof TextContent content) {
				text = append(text, content.text());
			}
			else if (part instanceof ReasoningContent content) {
				reasoning = append(reasoning, content.text());
			}
			else if (part instanceof ToolUseContent call) {
				calls = (calls != null) ? calls : new ArrayList<>();
				calls.add(ToolCall.of(ResponseParts.callId(choice, calls.size(), call.id()), call.name(),
						ToolArguments.write(call)));
			}
			else {
				warnings.add(new IRWarning(IRWarning.Category.RESPONSE_INCOMPLETE,
						"A part of the response (" + part.getClass().getSimpleName()
								+ ") cannot be represented in OpenAI's format and is missing",
						"choices[" + choice + "].message", OpenAIFrontendAdapter.NAME));
			}
		}
		return new ChatCompletionMessage("assistant", (text != null) ? text.toString() : null,
				(reasoning != null) ? reasoning.toString() : null, calls);
	}

	private static StringBuilder append(@Nullable StringBuilder builder, String text) {
		return (builder != null) ? builder.append(text) : new StringBuilder(text);
	}

	private static @Nullable List<ChatCompletion.Prompt> prompt(List<IREchoedPrompt> echoed) {
		if (echoed.isEmpty()) {
			return null;
		}
		return echoed.stream()
			.map((prompt) -> new ChatCompletion.Prompt(prompt.text(), ResponseParts.logprobs(prompt.logprobs(), null)))
			.toList();
	}

}
