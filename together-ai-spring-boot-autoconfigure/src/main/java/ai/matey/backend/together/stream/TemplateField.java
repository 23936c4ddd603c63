package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A value in an {@link EventTemplate} that may differ between events: a string, a small
 * number or {@code null}. Not thread-safe.
 */
final class TemplateField {

	/**
	 * Fields that add nothing to the model's text: a copy of it and its token ID.
	 */
	private static final Set<String> BESIDE_TEXT = Set.of("text", "token_id");

	private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	private static final int MAX_DIGITS = 9;

	private static final char REPLACEMENT = '\uFFFD';

	private final ObjectNode parent;

	private final String name;

	private final boolean besideText;

	/** The start of the value in the learned event. */
	private final int start;

	private int end;

	private Kind kind = Kind.NULL;

	private String string = "";

	private int number;

	/** Whether the current value differs from the previous one. */
	private boolean changed;

	/** The start of the value in the current event. */
	private int from;

	private int length;

	TemplateField(ObjectNode parent, String name, int start) {
		this.parent = parent;
		this.name = name;
		this.besideText = BESIDE_TEXT.contains(name);
		this.start = start;
	}

	/**
	 * Read the value in the event to learn.
	 * @return whether the result equals that of the parser, which is not so for the 1 in
	 * 1.5
	 */
	boolean learn(byte[] event) {
		this.end = read(event, this.start, event.length);
		return this.end >= 0 && node().equals(this.parent.get(this.name));
	}

	int start() {
		return this.start;
	}

	int end() {
		return this.end;
	}

	String string() {
		return this.string;
	}

	@SuppressWarnings("ReferenceEquality")
	boolean holds(JsonNode parent, String name, String text) {
		return this.parent == parent && this.name.equals(name) && this.string.equals(text);
	}

	/**
	 * Return whether the current value adds information that the previous event did not
	 * have.
	 */
	boolean addsInformation() {
		return this.changed && !this.besideText;
	}

	/**
	 * Read a value from an event.
	 * @return the end of the value, or -1 to leave it to the parser
	 */
	int take(@Nullable TemplateField previous, byte[] data, int start, int end) {
		Kind kind = this.kind;
		String string = this.string;
		int number = this.number;
		int stop = (previous != null && repeats(previous, data, start, end)) ? start + previous.length
				: read(data, start, end);
		this.changed = this.kind != kind || this.number != number || !this.string.equals(string);
		return stop;
	}

	private JsonNode node() {
		return switch (this.kind) {
			case NULL -> NullNode.getInstance();
			case STRING -> StringNode.valueOf(this.string);
			case NUMBER -> IntNode.valueOf(this.number);
		};
	}

	void put() {
		this.parent.set(this.name, node());
	}

	/**
	 * Whether the value repeats that of the previous field: many engines send the text
	 * twice.
	 */
	private boolean repeats(TemplateField previous, byte[] data, int start, int end) {
		if (data[start] != '"' || end - start < previous.length || !Arrays.equals(data, previous.from,
				previous.from + previous.length, data, start, start + previous.length)) {
			return false;
		}
		return found(Kind.STRING, previous.string, 0, start, start + previous.length) >= 0;
	}

	/**
	 * Parse a value.
	 * @return the end of the value, or -1 to leave it to the parser
	 */
	private int read(byte[] data, int start, int end) {
		if (data[start] == '"') {
			return string(data, start, end);
		}
		if (data[start] == 'n') {
			int stop = Math.min(start + NULL.length, end);
			return Arrays.equals(data, start, stop, NULL, 0, NULL.length) ? found(Kind.NULL, "", 0, start, stop) : -1;
		}
		return integer(data, start, end);
	}

	private int string(byte[] data, int start, int end) {
		boolean escaped = false;
		boolean ascii = true;
		for (int i = start + 1; i < end; i++) {
			byte b = data[i];
			if (b == '"') {
				String text = escaped ? unescape(data, start + 1, i)
						: new String(data, start + 1, i - start - 1, StandardCharsets.UTF_8);
				// The parser may treat malformed bytes differently.
				if (text == null || (!ascii && text.indexOf(REPLACEMENT) >= 0)) {
					return -1;
				}
				return found(Kind.STRING, text, 0, start, i + 1);
			}
			if (b == '\\') {
				escaped = true;
				i++;
			}
			else if (b < 0) {
				ascii = false;
			}
			else if (b < ' ') {
				return -1;
			}
		}
		return -1;
	}

	private static @Nullable String unescape(byte[] data, int start, int end) {
		byte[] text = new byte[end - start];
		int length = 0;
		for (int i = start; i < end; i++) {
			int b = data[i];
			if (b == '\\') {
				i++;
				b = switch (data[i]) {
					case '"', '\\', '/' -> data[i];
					case 'b' -> '\b';
					case 'f' -> '\f';
					case 'n' -> '\n';
					case 'r' -> '\r';
					case 't' -> '\t';
					default -> -1;
				};
				if (b < 0) {
					return null;
				}
			}
			text[length++] = (byte) b;
		}
		return new String(text, 0, length, StandardCharsets.UTF_8);
	}

	private int integer(byte[] data, int start, int end) {
		int number = 0;
		int i = start;
		while (i < end && data[i] >= '0' && data[i] <= '9' && i - start <= MAX_DIGITS) {
			number = number * 10 + data[i] - '0';
			i++;
		}
		int digits = i - start;
		if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && data[start] == '0')) {
			return -1;
		}
		return found(Kind.NUMBER, "", number, start, i);
	}

	private int found(Kind kind, String string, int number, int start, int end) {
		this.kind = kind;
		this.string = string;
		this.number = number;
		this.from = start;
		this.length = end - start;
		return end;
	}

	private enum Kind {

		NULL, STRING, NUMBER

	}

}
