package ai.matey.test.together;

import org.jspecify.annotations.Nullable;

/**
 * Frames server-sent events.
 */
final class Sse {

	static final String DONE = "[DONE]";

	private Sse() {
	}

	static String event(@Nullable String name, String data, String lineEnd) {
		StringBuilder event = new StringBuilder();
		if (name != null) {
			event.append("event: ").append(name).append(lineEnd);
		}
		data.lines().forEach((line) -> event.append("data: ").append(line).append(lineEnd));
		return event.append(lineEnd).toString();
	}

}
