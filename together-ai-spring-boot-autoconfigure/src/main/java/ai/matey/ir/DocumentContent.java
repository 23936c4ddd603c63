package ai.matey.ir;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A document such as a PDF. If a provider does not support documents, the request is
 * rejected before it is sent.
 *
 * @param source the source of its bytes
 * @param filename the document's name, or {@code null}
 * @since 0.1.0
 */
public record DocumentContent(MediaSource source, @Nullable String filename) implements MessageContent {

	public DocumentContent {
		Objects.requireNonNull(source, "source must not be null");
	}

}
