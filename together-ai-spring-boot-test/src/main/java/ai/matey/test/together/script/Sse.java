package ai.matey.test.together.script;

import org.jspecify.annotations.Nullable;

/**
 * Formats server-sent events.
 */
public final class Sse {

	public static final String DONE = "[DONE]";

	private Sse() {
	}

	public static String event(@Nullable String name, String data, String lineEnd) {
		StringBuilder event = new StringBuilder();
		if (name != null) {
			event.append("event: ").append(name).append(lineEnd);
		}
		data.lines().forEach((line) -> event.append("data: ").append(line).append(lineEnd));
		return event.append(lineEnd).toString();
	}

}
