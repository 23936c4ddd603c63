package ai.matey.backend.together.endpoint;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;

/**
 * Collects the texts of a request that must not appear in error messages.
 */
final class PromptTexts {

	private PromptTexts() {
	}

	static String of(MessageContent content) {
		if (content instanceof TextContent text) {
			return text.text();
		}
		if (content instanceof ReasoningContent reasoning) {
			return reasoning.text();
		}
		if (content instanceof ToolResultContent result) {
			return result.content();
		}
		if (content instanceof ToolUseContent call) {
			return (call.arguments() != null) ? call.arguments() : Json.write(call.input());
		}
		return "";
	}

}
