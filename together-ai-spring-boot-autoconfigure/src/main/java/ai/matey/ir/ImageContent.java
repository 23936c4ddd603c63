package ai.matey.ir;

import java.util.Objects;

/**
 * An image.
 *
 * @param source where its bytes are
 */
public record ImageContent(MediaSource source) implements MessageContent {

	public ImageContent {
		Objects.requireNonNull(source, "source must not be null");
	}

}
