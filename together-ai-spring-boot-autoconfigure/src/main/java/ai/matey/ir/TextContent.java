package ai.matey.ir;

import java.util.Objects;

/**
 * Plain text.
 *
 * @param text the text, possibly empty
 * @since 0.1.0
 */
public record TextContent(String text) implements MessageContent {

	public TextContent {
		Objects.requireNonNull(text, "text must not be null");
	}

	@Override
	public String toString() {
		return "TextContent[" + this.text.length() + " chars]";
	}

}
