package ai.matey.frontend.openai.format;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a message of a request says: a string or a list of parts, as OpenAI allows both.
 *
 * @param text the string, or {@code null} if there are parts
 * @param parts the parts in order, or {@code null} if it is a string
 */
public record ChatContent(@JsonIgnore @Nullable String text, @JsonIgnore @Nullable List<ContentPart> parts) {

	public ChatContent {
		parts = WireCopies.optional(parts);
	}

	/**
	 * Content that is a string.
	 * @param text the text
	 * @return the content
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static ChatContent of(String text) {
		return new ChatContent(text, null);
	}

	/**
	 * Content of several parts.
	 * @param parts the parts in order
	 * @return the content
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static ChatContent of(List<ContentPart> parts) {
		return new ChatContent(null, parts);
	}

	/**
	 * Content of several parts.
	 * @param parts the parts in order
	 * @return the content
	 */
	public static ChatContent of(ContentPart... parts) {
		return new ChatContent(null, Arrays.asList(parts));
	}

	@JsonValue
	@Nullable Object json() {
		return (this.text != null) ? this.text : this.parts;
	}

	@Override
	public String toString() {
		return "ChatContent["
				+ ((this.text != null) ? this.text.length() + " chars" : ((this.parts != null) ? this.parts : ""))
				+ "]";
	}

}
