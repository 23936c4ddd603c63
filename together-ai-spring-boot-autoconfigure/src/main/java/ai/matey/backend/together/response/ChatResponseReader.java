package ai.matey.backend.together.response;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;

/**
 * Maps the body of a plain response to IR.
 */
public final class ChatResponseReader {

	private ChatResponseReader() {
	}

	/**
	 * Whether a body is a response to a chat request.
	 * @param root the body
	 * @return whether at least one choice has content, even if it is empty
	 */
	public static boolean isResponse(JsonNode root) {
		for (JsonNode choice : root.path("choices")) {
			if (choice.path("message").isObject() || choice.path("text").isString()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Read a body for which {@link #isResponse} returns {@code true}.
	 * @param root the body
	 * @param metadata the metadata known before the response
	 * @param latency the time since the request was sent
	 * @param raw the body as received, or {@code null}
	 * @param options the options for assembling the response
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
