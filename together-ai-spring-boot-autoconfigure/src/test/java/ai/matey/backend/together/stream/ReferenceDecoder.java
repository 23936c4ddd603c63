package ai.matey.backend.together.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a stream in the most obvious way: the whole text, cut at empty lines, every event
 * parsed on its own. Slow, and easily seen to be right; shares no code with the library.
 */
final class ReferenceDecoder {

	static final String FAILED = "failed";

	private static final JsonMapper MAPPER = new JsonMapper();

	private final List<String> outcome = new ArrayList<>();

	private final TreeMap<Integer, String> texts = new TreeMap<>();

	private String usage = "none";

	private ReferenceDecoder() {
	}

	/**
	 * Reads a stream.
	 * @return a line for each delta, then one for each choice's text and for the usage,
	 * or {@link #FAILED} at the end
	 */
	static List<String> read(String stream) {
		ReferenceDecoder plain = new ReferenceDecoder();
		try {
			for (String data : events(stream)) {
				if (data.equals("[DONE]")) {
					break;
				}
				plain.add(MAPPER.readTree(data));
			}
			plain.texts.forEach((choice, text) -> plain.outcome.add("text " + choice + ": " + text));
			plain.outcome.add("usage: " + plain.usage);
		}
		catch (JacksonException ex) {
			plain.outcome.add(FAILED);
		}
		return plain.outcome;
	}

	private static List<String> events(String stream) {
		List<String> events = new ArrayList<>();
		String lines = stream.replace("\uFEFF", "").replace("\r\n", "\n").replace("\r", "\n");
		for (String block : lines.substring(0, lines.lastIndexOf("\n\n")).split("\n\n+")) {
			List<String> data = new ArrayList<>();
			for (String line : block.split("\n")) {
				if (line.startsWith("data:")) {
					data.add(line.substring(line.startsWith("data: ") ? 6 : 5));
				}
			}
			if (!data.isEmpty()) {
				events.add(String.join("\n", data));
			}
		}
		return events;
	}

	private void add(JsonNode event) {
		for (JsonNode choice : event.path("choices")) {
			int index = choice.path("index").intValue();
			JsonNode delta = choice.path("delta");
			JsonNode reasoning = delta.path("reasoning");
			if (reasoning.asString("").isEmpty()) {
				reasoning = delta.path("reasoning_content");
			}
			add("reasoning", index, reasoning.asString(""));
			boolean saysOther = reasoning.isString() || !delta.path("tool_calls").isEmpty();
			boolean beside = !delta.path("content").isString() && !saysOther;
			String content = (beside ? choice.path("text") : delta.path("content")).asString("");
			add("content", index, content);
			this.texts.merge(index, content, String::concat);
			for (JsonNode call : delta.path("tool_calls")) {
				add("call", index, call.path("function").path("arguments").asString(""));
			}
		}
		if (event.path("usage").isObject()) {
			JsonNode tokens = event.path("usage");
			this.usage = tokens.path("prompt_tokens") + " " + tokens.path("completion_tokens");
		}
	}

	private void add(String kind, int choice, String delta) {
		if (!delta.isEmpty()) {
			this.outcome.add(kind + " " + choice + ": " + delta);
		}
	}

}
