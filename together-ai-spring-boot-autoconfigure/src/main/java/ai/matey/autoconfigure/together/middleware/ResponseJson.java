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
 * The text that a cached response is kept as. Every cache can hold a text, also one that
 * serializes its values.
 */
final class ResponseJson {

	/** What another version has written is not read. */
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
	 * @param text what a cache holds
	 * @return the response, or {@code null} if it is not one of this version
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
