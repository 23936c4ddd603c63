package ai.matey.ir;

import java.util.Objects;

/**
 * What a reasoning model thought before it answered. It is kept apart from the answer's
 * text and is sent back to the model when the message is replayed.
 *
 * @param text the reasoning, possibly empty
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
