package ai.matey.ir;

import java.util.Objects;

/**
 * The reasoning of a model before its response. It is kept separate from the text of the
 * response and sent back to the model when the message is replayed.
 *
 * @param text the reasoning, possibly empty
 * @since 0.1.0
 */
public record ReasoningContent(String text) implements MessageContent {

	public ReasoningContent {
		Objects.requireNonNull(text, "text must not be null");
	}

	@Override
	public String toString() {
		return "ReasoningContent[" + this.text.length() + " chars]";
	}

}
