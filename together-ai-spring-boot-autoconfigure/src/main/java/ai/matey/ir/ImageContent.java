package ai.matey.ir;

import java.util.Objects;

/**
 * An image.
 *
 * @param source the source of its bytes
 * @since 0.1.0
 */
public record ImageContent(MediaSource source) implements MessageContent {

	public ImageContent {
		Objects.requireNonNull(source, "source must not be null");
	}

}
