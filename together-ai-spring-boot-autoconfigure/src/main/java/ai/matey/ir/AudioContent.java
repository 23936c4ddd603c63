package ai.matey.ir;

import java.util.Objects;

/**
 * A sound recording.
 *
 * @param source where its bytes are
 */
public record AudioContent(MediaSource source) implements MessageContent {

	public AudioContent {
		Objects.requireNonNull(source, "source must not be null");
	}

}
