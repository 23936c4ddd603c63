package ai.matey.object;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.schema.JsonCodec;

/**
 * Finds the JSON in what a model says. Not every model leaves out its thoughts, a fence
 * of Markdown or polite words.
 */
final class JsonText {

	private static final String THOUGHT = "<think>";

	private static final String THOUGHT_END = "</think>";

	/** Words in brackets may come before the JSON, but not many. */
	private static final int MAX_BEGINNINGS = 8;

	private JsonText() {
	}

	static @Nullable JsonNode find(String text) {
		int start = start(text, 0);
		for (int i = 0; start >= 0 && i < MAX_BEGINNINGS; i++) {
			int end = text.lastIndexOf((text.charAt(start) == '{') ? '}' : ']');
			JsonNode node = (end > start) ? JsonCodec.parse(text.substring(start, end + 1)) : null;
			if (node != null) {
				return node;
			}
			start = start(text, start + 1);
		}
		return null;
	}

	/**
	 * Returns where JSON may begin, or -1 if it has not begun.
	 */
	static int start(String text, int from) {
		int index = from;
		if (text.stripLeading().startsWith(THOUGHT)) {
			int end = text.indexOf(THOUGHT_END);
			if (end < 0) {
				return -1;
			}
			index = Math.max(from, end + THOUGHT_END.length());
		}
		while (index < text.length() && text.charAt(index) != '{' && text.charAt(index) != '[') {
			index++;
		}
		return (index < text.length()) ? index : -1;
	}

}
