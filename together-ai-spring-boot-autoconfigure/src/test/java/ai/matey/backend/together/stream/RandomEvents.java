package ai.matey.backend.together.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Events that mostly resemble the one before, as in real streams, and sometimes differ
 * from it in ways that are easily overlooked.
 */
final class RandomEvents {

	private static final String[] TEXTS = { "", "a", " the", "sky", "\\n\\n", "\\\"", "\\\\", "\\\\\\\"", "caf\u00e9",
			"\u4f60\u597d", "\ud83d\ude80", "\\u00e9", "\\ud83d\\ude80", "\\/", "\\t\\r\\b\\f", "}]}",
			"\\\"content\\\":", "null", "data: ", "[DONE]", " ", "\ufffd", "\\u000a",
			"text with more than one word in it" };

	private static final String[] NUMBERS = { "0", "1", "42", "9906", "128009", "999999999", "1234567890", "-1", "1.5",
			"null" };

	private final Random random;

	private boolean textCopy;

	private boolean tokenId;

	private boolean reasoning;

	private boolean shuffled;

	private String space = "";

	private String id = "oTest1";

	private int choice;

	RandomEvents(Random random) {
		this.random = random;
		this.textCopy = random.nextBoolean();
		this.tokenId = random.nextBoolean();
	}

	/**
	 * A whole stream that ends well.
	 */
	String stream() {
		String end = one("\n", "\n", "\r\n", "\r");
		StringBuilder stream = new StringBuilder(one("", "", "\uFEFF"));
		int count = 1 + this.random.nextInt(30);
		for (int i = 0; i < count; i++) {
			if (this.random.nextInt(10) == 0) {
				stream.append(one(": a comment", "id: 7", "retry: 100", "unknown: x", "data")).append(end);
				stream.append(one("", end));
			}
			stream.append(one("data: ", "data: ", "data:")).append(next()).append(end).append(end);
			if (this.random.nextInt(40) == 0) {
				stream.append("data: {\"choices\":").append(end).append("data: []}").append(end).append(end);
			}
		}
		for (int i = 0; i <= 2; i++) {
			stream.append("data: {\"choices\":[{\"index\":")
				.append(i)
				.append(",\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}")
				.append(end)
				.append(end);
		}
		stream.append("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":")
			.append(this.random.nextInt(1000))
			.append("}}");
		return stream.append(end).append(end).append("data: [DONE]").append(end).append(end).toString();
	}

	/**
	 * The next event's JSON.
	 */
	String next() {
		if (this.random.nextInt(6) == 0) {
			change();
		}
		String text = one(TEXTS);
		List<String> delta = new ArrayList<>();
		if (this.tokenId) {
			delta.add(field("token_id", one(NUMBERS)));
		}
		delta.add(field("role", "\"assistant\""));
		if (this.random.nextInt(20) > 0) {
			delta.add(field("content", (this.random.nextInt(12) == 0) ? "null" : '"' + text + '"'));
		}
		if (this.reasoning) {
			delta.add(field("reasoning", one("null", '"' + one(TEXTS) + '"')));
			delta.add(field("reasoning_content", one("null", '"' + one(TEXTS) + '"')));
		}
		if (this.random.nextInt(25) == 0) {
			delta
				.add(field("tool_calls", "[{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":\""
						+ one(TEXTS) + "\"}}]"));
		}
		List<String> choice = new ArrayList<>();
		choice.add(field("index", String.valueOf(this.choice)));
		if (this.textCopy) {
			choice.add(field("text", (this.random.nextInt(8) == 0) ? '"' + one(TEXTS) + '"' : '"' + text + '"'));
		}
		choice.add(field("logprobs", "null"));
		choice.add(field("delta", object(delta)));
		List<String> event = new ArrayList<>();
		event.add(field("id", '"' + this.id + '"'));
		event.add(field("created", String.valueOf(1780000000 + this.random.nextInt(20) / 19)));
		event.add(field("choices", "[" + object(choice) + "]"));
		event.add(field("usage", (this.random.nextInt(15) == 0)
				? "{\"prompt_tokens\":3,\"completion_tokens\":" + this.random.nextInt(99) + "}" : "null"));
		return object(event);
	}

	private void change() {
		switch (this.random.nextInt(8)) {
			case 0 -> this.textCopy = !this.textCopy;
			case 1 -> this.tokenId = !this.tokenId;
			case 2 -> this.reasoning = !this.reasoning;
			case 3 -> this.shuffled = !this.shuffled;
			case 4 -> this.space = one("", "", " ", "\t");
			// As long as the one before.
			case 5 -> this.id = "oTest" + this.random.nextInt(10);
			default -> this.choice = this.random.nextInt(3);
		}
	}

	private String field(String name, String value) {
		return '"' + name + '"' + this.space + ":" + this.space + value;
	}

	private String object(List<String> fields) {
		if (this.shuffled) {
			Collections.shuffle(fields, this.random);
		}
		return "{" + this.space + String.join("," + this.space, fields) + "}";
	}

	private String one(String... values) {
		return values[this.random.nextInt(values.length)];
	}

}
