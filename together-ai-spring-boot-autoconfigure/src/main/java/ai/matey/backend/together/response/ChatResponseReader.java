package ai.matey.backend.together.response;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;

/**
 * The body of a plain answer to IR.
 */
public final class ChatResponseReader {

	private ChatResponseReader() {
	}

	/**
	 * Whether a body is an answer to a chat request.
	 * @param root the body
	 * @return whether it has at least one choice that says something, if only that it is
	 * empty
	 */
	public static boolean isAnswer(JsonNode root) {
		for (JsonNode choice : root.path("choices")) {
			if (choice.path("message").isObject() || choice.path("text").isString()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Read a body that {@link #isAnswer} holds for.
	 * @param root the body
	 * @param metadata what is known beside it
	 * @param latency the time since the request was sent
	 * @param raw the body as it came, or {@code null}
	 * @param options how the response is assembled
	 * @return the response
	 * @throws ResponseLimitException if the response is too large
	 */
	public static IRChatResponse read(JsonNode root, IRMetadata metadata, Duration latency, byte @Nullable [] raw,
			AssemblyOptions options) {
		ChatResponseAssembler answer = new ChatResponseAssembler(metadata, options);
		answer.add(root, "message", new ArrayList<>());
		answer.end(new ArrayList<>());
		return answer.toResponse(latency, (raw != null) ? new String(raw, StandardCharsets.UTF_8) : null);
	}

}
