package ai.matey.ir;

import java.util.Objects;

/**
 * A video.
 *
 * @param source the source of its bytes
 * @since 0.1.0
 */
public record VideoContent(MediaSource source) implements MessageContent {

	public VideoContent {
		Objects.requireNonNull(source, "source must not be null");
	}

}
