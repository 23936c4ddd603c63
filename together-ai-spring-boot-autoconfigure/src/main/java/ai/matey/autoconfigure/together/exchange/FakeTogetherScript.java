package ai.matey.autoconfigure.together.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes an exchange as test code that makes a {@code FakeTogether} named {@code fake}
 * respond in the same way.
 */
final class FakeTogetherScript {

	/** Headers that belong to the connection or are set by the server itself. */
	private static final Set<String> NOT_REPLAYED = Set.of("connection", "content-length", "content-encoding",
			"content-type", "date", "keep-alive", "server", "set-cookie", "transfer-encoding");

	private FakeTogetherScript() {
	}

	/**
	 * Return an exchange as Java code.
	 * @param exchange an exchange with a response
	 * @return the statement, or a comment that explains why there is none
	 */
	static String of(Exchange exchange) {
		if (exchange.status() == null) {
			return "// The exchange has no response";
		}
		StringBuilder code = new StringBuilder("fake.onPath(").append(literal(exchange.path())).append(").reply(");
		boolean stream = contentType(exchange).startsWith("text/event-stream");
		code.append(stream ? "Reply.stream()" : "Reply.status(" + exchange.status() + ")");
		exchange.responseHeaders().forEach((name, values) -> {
			if (!NOT_REPLAYED.contains(name)) {
				values.forEach((value) -> call(code, "header", name, value));
			}
		});
		if (stream) {
			events(exchange, code);
		}
		else {
			body(exchange, code);
		}
		return code.append(");").toString();
	}

	private static void events(Exchange exchange, StringBuilder code) {
		String name = "";
		for (String line : exchange.responseBody().split("\n")) {
			if (line.startsWith("event:")) {
				name = line.substring("event:".length()).strip();
			}
			else if (line.startsWith("data:")) {
				String data = line.substring("data:".length()).strip();
				if (name.isEmpty()) {
					call(code, "event", data);
				}
				else {
					call(code, "event", name, data);
				}
				name = "";
			}
		}
	}

	private static void body(Exchange exchange, StringBuilder code) {
		String contentType = contentType(exchange);
		call(code, contentType.contains("json") ? "json" : (contentType.contains("html") ? "html" : "plain"),
				exchange.responseBody());
	}

	private static String contentType(Exchange exchange) {
		for (Map.Entry<String, List<String>> header : exchange.responseHeaders().entrySet()) {
			if (header.getKey().equals("content-type") && !header.getValue().isEmpty()) {
				return header.getValue().get(0);
			}
		}
		return "";
	}

	private static void call(StringBuilder code, String method, String... arguments) {
		code.append("\n\t.").append(method).append('(');
		for (int i = 0; i < arguments.length; i++) {
			code.append((i > 0) ? ", " : "").append(literal(arguments[i]));
		}
		code.append(')');
	}

	private static String literal(String text) {
		StringBuilder literal = new StringBuilder("\"");
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			switch (character) {
				case '"' -> literal.append("\\\"");
				case '\\' -> literal.append("\\\\");
				case '\n' -> literal.append("\\n");
				case '\r' -> literal.append("\\r");
				case '\t' -> literal.append("\\t");
				default -> append(literal, character);
			}
		}
		return literal.append('"').toString();
	}

	/**
	 * Invisible characters could control a terminal or disguise code as text.
	 */
	private static void append(StringBuilder literal, char character) {
		int type = Character.getType(character);
		if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
				|| type == Character.PARAGRAPH_SEPARATOR) {
			literal.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
		}
		else {
			literal.append(character);
		}
	}

}
