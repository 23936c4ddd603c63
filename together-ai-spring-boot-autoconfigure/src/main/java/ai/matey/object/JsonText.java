package ai.matey.object;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import ai.matey.schema.JsonCodec;

/**
 * Finds the JSON in the text of a model, which may also contain reasoning, a Markdown
 * fence or explanations.
 */
final class JsonText {

	private static final String THOUGHT = "<think>";

	private static final String THOUGHT_END = "</think>";

	/** Text in brackets may precede the JSON, but not often. */
	private static final int MAX_BEGINNINGS = 8;

	private JsonText() {
	}

	/**
	 * Return the first JSON objects and arrays of a text. Parts of a value that is
	 * invalid or cut off are no values, since a part may look like the whole.
	 */
	static List<JsonNode> values(String text) {
		List<JsonNode> values = new ArrayList<>();
		int start = start(text, 0);
		for (int i = 0; start >= 0 && i < MAX_BEGINNINGS; i++) {
			JsonCodec.Prefix prefix = JsonCodec.parsePrefix(text, start);
			if (prefix.value() != null) {
				values.add(prefix.value());
			}
			start = start(text, Math.max(start + 1, prefix.end()));
		}
		return values;
	}

	/**
	 * Return the index where the JSON may start, or -1 if it has not started.
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
