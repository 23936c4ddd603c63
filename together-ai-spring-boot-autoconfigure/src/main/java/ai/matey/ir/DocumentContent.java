package ai.matey.ir;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A document such as a PDF. Not every provider reads documents; one that does not refuses
 * the request before it is sent.
 *
 * @param source where its bytes are
 * @param filename the document's name, or {@code null}
 */
public record DocumentContent(MediaSource source, @Nullable String filename) implements MessageContent {

	public DocumentContent {
		Objects.requireNonNull(source, "source must not be null");
	}

}
