package ai.matey.backend.together.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import ai.matey.backend.together.wire.Json;

/**
 * A random answer of a model, as the body of a plain call and as the events of a stream,
 * in the forms that the service has.
 */
final class RandomAnswer {

	private static final String[] WORDS = { "a", " sky", "\n", "é", "😀", "\"", "\\", "{", "<b>", " ", "data: ",
			"[DONE]", "\u2028", "\t" };

	private final Random random;

	private final List<Choice> choices = new ArrayList<>();

	private final Map<String, Object> usage = new LinkedHashMap<>();

	RandomAnswer(Random random) {
		this.random = random;
		int count = (random.nextInt(4) == 0) ? 2 : 1;
		for (int index = 0; index < count; index++) {
			this.choices.add(choice());
		}
		int prompt = random.nextInt(1000);
		int completion = random.nextInt(1000);
		this.usage.put("prompt_tokens", prompt);
		this.usage.put("completion_tokens", completion);
		this.usage.put("total_tokens", prompt + completion);
	}

	static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(8); i > 0; i--) {
			text.append(WORDS[random.nextInt(WORDS.length)]);
		}
		return text.toString();
	}

	private Choice choice() {
		List<Call> calls = new ArrayList<>();
		for (int i = (this.random.nextInt(3) == 0) ? this.random.nextInt(4) : 0; i > 0; i--) {
			String arguments = Json.write(Map.of("x", text(this.random), "n", this.random.nextInt()));
			calls.add(new Call("call_" + this.random.nextInt(), "f" + i, arguments));
		}
		String finish = calls.isEmpty() ? (this.random.nextBoolean() ? "stop" : "length") : "tool_calls";
		return new Choice(text(this.random), this.random.nextBoolean() ? text(this.random) : "", calls, finish);
	}

	/**
	 * The answer in one piece.
	 */
	Map<String, Object> body() {
		List<Object> all = new ArrayList<>();
		for (Choice choice : this.choices) {
			Map<String, Object> message = new LinkedHashMap<>();
			message.put("role", "assistant");
			message.put("content", choice.text().isEmpty() ? null : choice.text());
			message.put("tool_calls", choice.calls().stream().map(RandomAnswer::wire).toList());
			if (!choice.reasoning().isEmpty()) {
				message.put("reasoning", choice.reasoning());
			}
			all.add(Map.of("index", all.size(), "message", message, "finish_reason", choice.finish()));
		}
		return Map.of("id", "x", "object", "chat.completion", "model", "m", "choices", all, "usage", this.usage);
	}

	/**
	 * The answer as the lines of a stream.
	 */
	String stream() {
		List<List<Map<String, Object>>> perChoice = new ArrayList<>();
		for (int index = 0; index < this.choices.size(); index++) {
			perChoice.add(events(index, this.choices.get(index)));
		}
		List<Map<String, Object>> events = new ArrayList<>();
		while (perChoice.stream().anyMatch((left) -> !left.isEmpty())) {
			List<Map<String, Object>> left = perChoice.get(this.random.nextInt(perChoice.size()));
			if (!left.isEmpty()) {
				events.add(left.remove(0));
			}
		}
		addUsage(events);
		String end = new String[] { "\n", "\r\n", "\r" }[this.random.nextInt(3)];
		StringBuilder stream = new StringBuilder();
		for (Map<String, Object> event : events) {
			if (this.random.nextInt(10) == 0) {
				stream.append(": keep-alive").append(end).append(end);
			}
			stream.append(this.random.nextBoolean() ? "data: " : "data:").append(Json.write(event));
			stream.append(end).append(end);
		}
		return stream + (this.random.nextInt(4) > 0 ? "data: [DONE]" + end + end : "");
	}

	private List<Map<String, Object>> events(int index, Choice choice) {
		List<Map<String, Object>> events = new ArrayList<>();
		if (this.random.nextBoolean()) {
			events.add(event(index, delta("content", ""), null));
		}
		String reasoning = this.random.nextBoolean() ? "reasoning" : "reasoning_content";
		pieces(choice.reasoning()).forEach((piece) -> events.add(event(index, delta(reasoning, piece), null)));
		pieces(choice.text()).forEach((piece) -> events.add(event(index, delta("content", piece), null)));
		addCalls(events, index, choice.calls());
		events.add(event(index, delta("content", ""), choice.finish()));
		if (choice.finish().equals("tool_calls")) {
			for (String again : List.of("tool_calls", "stop").subList(0, this.random.nextInt(3))) {
				events.add(event(index, delta("content", ""), again));
			}
		}
		return events;
	}

	/**
	 * Opened one after the other; fragments then come in any order of the calls.
	 */
	private void addCalls(List<Map<String, Object>> events, int index, List<Call> calls) {
		List<Integer> order = new ArrayList<>();
		List<List<String>> fragments = new ArrayList<>();
		for (int i = 0; i < calls.size(); i++) {
			Map<String, Object> function = new LinkedHashMap<>(Map.of("name", calls.get(i).name()));
			if (this.random.nextBoolean()) {
				function.put("arguments", "");
			}
			events.add(event(index, calls(i, calls.get(i).id(), function), null));
			fragments.add(pieces(calls.get(i).arguments()));
			order.addAll(Collections.nCopies(fragments.get(i).size(), i));
		}
		Collections.shuffle(order, this.random);
		for (int call : order) {
			Map<String, Object> function = new LinkedHashMap<>(Map.of("arguments", fragments.get(call).remove(0)));
			if (this.random.nextBoolean()) {
				function.put("name", null);
			}
			events.add(event(index, calls(call, null, function), null));
		}
	}

	private void addUsage(List<Map<String, Object>> events) {
		switch (this.random.nextInt(3)) {
			case 0 -> events.add(new LinkedHashMap<>(Map.of("id", "x", "choices", List.of(), "usage", this.usage)));
			case 1 -> events.get(events.size() - 1).put("usage", this.usage);
			default -> events.forEach((event) -> event.put("usage", this.usage));
		}
	}

	private Map<String, Object> calls(int call, String id, Map<String, Object> function) {
		Map<String, Object> entry = new LinkedHashMap<>(Map.of("index", call, "function", function));
		if (id != null || this.random.nextBoolean()) {
			entry.put("id", id);
			entry.put("type", "function");
		}
		return delta("tool_calls", List.of(entry));
	}

	private Map<String, Object> delta(String name, Object value) {
		Map<String, Object> delta = new LinkedHashMap<>();
		if (this.random.nextBoolean()) {
			delta.put("role", "assistant");
			delta.put("content", this.random.nextBoolean() ? "" : null);
			delta.put("tool_calls", this.random.nextBoolean() ? List.of() : null);
		}
		delta.put(name, value);
		return delta;
	}

	private Map<String, Object> event(int index, Map<String, Object> delta, String finish) {
		Map<String, Object> choice = new LinkedHashMap<>();
		choice.put("index", index);
		if (delta.get("content") instanceof String text && this.random.nextBoolean()) {
			choice.put("text", text);
		}
		choice.put("delta", delta);
		choice.put("finish_reason", finish);
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("id", "x");
		event.put("model", "m");
		event.put("choices", List.of(choice));
		if (this.random.nextBoolean()) {
			event.put("usage", null);
		}
		return event;
	}

	/** Never cuts a character in two: servers do not. */
	private List<String> pieces(String text) {
		List<String> pieces = new ArrayList<>();
		for (int start = 0; start < text.length();) {
			int end = Math.min(text.length(), start + 1 + this.random.nextInt(6));
			if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
				end++;
			}
			pieces.add(text.substring(start, end));
			start = end;
		}
		return pieces;
	}

	private static Map<String, Object> wire(Call call) {
		return Map.of("id", call.id(), "type", "function", "function",
				Map.of("name", call.name(), "arguments", call.arguments()));
	}

	private record Choice(String text, String reasoning, List<Call> calls, String finish) {

	}

	private record Call(String id, String name, String arguments) {

	}

}
