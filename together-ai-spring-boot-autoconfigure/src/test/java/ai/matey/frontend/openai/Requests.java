package ai.matey.frontend.openai;

import tools.jackson.databind.json.JsonMapper;

import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;

/**
 * Requests from JSON. Single quotes stand for double ones.
 */
final class Requests {

	static final JsonMapper JSON = JsonMapper.builder().build();

	private Requests() {
	}

	static ChatCompletionRequest read(String json) {
		return JSON.readValue(json.replace('\'', '"'), ChatCompletionRequest.class);
	}

	static IRChatRequest toIR(String json) {
		return new OpenAIFrontendAdapter().toIR(read(json));
	}

	/** A request of one user message with further fields. */
	static IRChatRequest with(String fields) {
		return toIR("{'model':'m','messages':[{'role':'user','content':'Hi'}]," + fields + "}");
	}

	/** The last of some messages. */
	static IRMessage message(String messages) {
		IRChatRequest request = toIR("{'messages':[" + messages + "]}");
		return request.messages().get(request.messages().size() - 1);
	}

}
