package ai.matey.object;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import ai.matey.schema.JsonCodec;

/**
 * Reads the beginning of a JSON text. The result contains complete values and, where
 * allowed, the beginning of a string. It does not contain the beginning of a number,
 * whose value would differ, or that of a literal or a name.
 */
final class PartialJson {

	private static final int MAX_DEPTH = 200;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final String text;

	private final Predicate<List<Object>> mayBeCut;

	private final List<Object> path = new ArrayList<>();

	private int position;

	private boolean ended;

	private PartialJson(String text, int start, Predicate<List<Object>> mayBeCut) {
		this.text = text;
		this.position = start;
		this.mayBeCut = mayBeCut;
	}

	/**
	 * Read a text.
	 * @param start the index where the JSON starts
	 * @param mayBeCut whether the string at a path may be shown before it is complete
	 * @return the JSON received so far, or {@code null} if there is none or it is invalid
	 */
	static @Nullable JsonNode read(String text, int start, Predicate<List<Object>> mayBeCut) {
		try {
			return new PartialJson(text, start, mayBeCut).value();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private @Nullable JsonNode value() {
		skipSpace();
		if (atEnd() || this.path.size() > MAX_DEPTH) {
			this.ended = true;
			return null;
		}
		return switch (this.text.charAt(this.position)) {
			case '{' -> object();
			case '[' -> array();
			case '"' -> string();
			default -> word();
		};
	}

	private ObjectNode object() {
		ObjectNode object = NODES.objectNode();
		this.position++;
		while (!closes('}')) {
			String name = name();
			if (name == null) {
				return object;
			}
			if (object.has(name)) {
				throw new IllegalArgumentException("a name twice");
			}
			this.path.add(name);
			JsonNode value = value();
			this.path.remove(this.path.size() - 1);
			if (value != null) {
				object.set(name, value);
			}
			if (this.ended) {
				return object;
			}
		}
		return object;
	}

	private ArrayNode array() {
		ArrayNode array = NODES.arrayNode();
		this.position++;
		while (!closes(']')) {
			this.path.add(array.size());
			JsonNode value = value();
			this.path.remove(this.path.size() - 1);
			if (value != null) {
				array.add(value);
			}
			if (this.ended) {
				return array;
			}
		}
		return array;
	}

	/**
	 * Skip to the next element, or past the end of the container.
	 */
	private boolean closes(char end) {
		skipSpace();
		if (!atEnd() && this.text.charAt(this.position) == ',') {
			this.position++;
			skipSpace();
		}
		if (atEnd()) {
			this.ended = true;
			return true;
		}
		if (this.text.charAt(this.position) == end) {
			this.position++;
			return true;
		}
		return false;
	}

	private @Nullable String name() {
		if (this.text.charAt(this.position) != '"') {
			throw new IllegalArgumentException("no name");
		}
		int end = endOfString();
		if (end < 0) {
			this.ended = true;
			return null;
		}
		String name = parse(this.text.substring(this.position, end)).stringValue();
		this.position = end;
		skipSpace();
		if (atEnd()) {
			this.ended = true;
			return null;
		}
		if (this.text.charAt(this.position++) != ':') {
			throw new IllegalArgumentException("no colon");
		}
		return name;
	}

	private @Nullable JsonNode string() {
		int end = endOfString();
		if (end >= 0) {
			JsonNode string = parse(this.text.substring(this.position, end));
			this.position = end;
			return string;
		}
		this.ended = true;
		return this.mayBeCut.test(List.copyOf(this.path)) ? parse(this.text.substring(this.position, cut()) + '"')
				: null;
	}

	/**
	 * Return the index after the closing quote, or -1 if it has not been received.
	 */
	private int endOfString() {
		for (int i = this.position + 1; i < this.text.length(); i++) {
			char character = this.text.charAt(i);
			if (character == '\\') {
				i++;
			}
			else if (character == '"') {
				return i + 1;
			}
		}
		return -1;
	}

	/**
	 * Return where to cut an incomplete string: before an incomplete escape and not
	 * within a surrogate pair.
	 */
	private int cut() {
		int end = this.position + 1;
		while (end < this.text.length()) {
			int next = end + lengthOfCharacter(end);
			if (next > this.text.length()) {
				return end;
			}
			if (isHighSurrogate(end)) {
				int pair = (next < this.text.length()) ? next + lengthOfCharacter(next) : Integer.MAX_VALUE;
				if (pair > this.text.length()) {
					return end;
				}
				next = pair;
			}
			end = next;
		}
		return end;
	}

	private int lengthOfCharacter(int index) {
		if (this.text.charAt(index) != '\\') {
			return 1;
		}
		boolean unicode = index + 1 < this.text.length() && this.text.charAt(index + 1) == 'u';
		return unicode ? 6 : 2;
	}

	private boolean isHighSurrogate(int index) {
		if (this.text.charAt(index) != '\\') {
			return Character.isHighSurrogate(this.text.charAt(index));
		}
		return this.text.regionMatches(true, index, "\\ud", 0, 3) && "89abAB".indexOf(this.text.charAt(index + 3)) >= 0;
	}

	/**
	 * A number ends where another token starts.
	 */
	private @Nullable JsonNode word() {
		int start = this.position;
		while (!atEnd() && isPartOfWord(this.text.charAt(this.position))) {
			this.position++;
		}
		if (atEnd()) {
			this.ended = true;
			return null;
		}
		return parse(this.text.substring(start, this.position));
	}

	private static boolean isPartOfWord(char character) {
		return Character.isLetterOrDigit(character) || "+-.".indexOf(character) >= 0;
	}

	/**
	 * Simple values are read without a parser, since most of a long text is read
	 * repeatedly.
	 */
	private static JsonNode parse(String json) {
		JsonNode plain = isPlainString(json) ? NODES.stringNode(json.substring(1, json.length() - 1))
				: wholeNumber(json);
		JsonNode node = (plain != null) ? plain : JsonCodec.parse(json);
		if (node == null) {
			throw new IllegalArgumentException("no JSON");
		}
		return node;
	}

	private static boolean isPlainString(String json) {
		if (json.charAt(0) != '"') {
			return false;
		}
		for (int i = 1; i < json.length() - 1; i++) {
			if (json.charAt(i) < ' ' || json.charAt(i) == '\\') {
				return false;
			}
		}
		return true;
	}

	private static @Nullable JsonNode wholeNumber(String json) {
		if (json.length() > 9 || (json.charAt(0) == '0' && json.length() > 1)) {
			return null;
		}
		int value = 0;
		for (int i = 0; i < json.length(); i++) {
			int digit = json.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return null;
			}
			value = value * 10 + digit;
		}
		return NODES.numberNode(value);
	}

	private void skipSpace() {
		while (!atEnd() && Character.isWhitespace(this.text.charAt(this.position))) {
			this.position++;
		}
	}

	private boolean atEnd() {
		return this.position >= this.text.length();
	}

}
