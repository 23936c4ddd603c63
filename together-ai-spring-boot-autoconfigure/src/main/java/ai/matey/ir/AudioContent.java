package ai.matey.ir;

import java.util.Objects;

/**
 * An audio recording.
 *
 * @param source the source of its bytes
 * @since 0.1.0
 */
public record AudioContent(MediaSource source) implements MessageContent {

	public AudioContent {
		Objects.requireNonNull(source, "source must not be null");
	}

}
