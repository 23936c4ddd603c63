package ai.matey.frontend.openai.format;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request's message: a string or a list of parts, both of which OpenAI
 * allows.
 *
 * @param text the string, or {@code null} if there are parts
 * @param parts the parts in order, or {@code null} if there is a string
 * @since 0.1.0
 */
public record ChatContent(@JsonIgnore @Nullable String text, @JsonIgnore @Nullable List<ContentPart> parts) {

	public ChatContent {
		parts = WireCopies.optional(parts);
	}

	/**
	 * Create content from a string.
	 * @param text the text
	 * @return the content
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static ChatContent of(String text) {
		return new ChatContent(text, null);
	}

	/**
	 * Create content from several parts.
	 * @param parts the parts in order
	 * @return the content
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static ChatContent of(List<ContentPart> parts) {
		return new ChatContent(null, parts);
	}

	/**
	 * Create content from several parts.
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
