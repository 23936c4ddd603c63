package ai.matey.autoconfigure.together.middleware;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;

/**
 * Converts cached responses to text, which any cache can store, including one that
 * serializes its values.
 */
final class ResponseJson {

	/** Text written by another version is not read. */
	private static final String VERSION = "1 ";

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.addMixIn(MessageContent.class, ContentTypes.class)
		.build();

	private ResponseJson() {
	}

	static String write(IRChatResponse response) {
		return VERSION + MAPPER.writeValueAsString(response);
	}

	/**
	 * Return the response that a text contains.
	 * @param text the cached text
	 * @return the response, or {@code null} if the text was not written by this version
	 */
	static @Nullable IRChatResponse read(String text) {
		if (!text.startsWith(VERSION)) {
			return null;
		}
		try {
			return MAPPER.readValue(text.substring(VERSION.length()), IRChatResponse.class);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/** What models respond with. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = TextContent.class, name = "text"),
			@JsonSubTypes.Type(value = ReasoningContent.class, name = "reasoning"),
			@JsonSubTypes.Type(value = ToolUseContent.class, name = "tool_use") })
	private interface ContentTypes {

	}

}
