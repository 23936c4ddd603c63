package ai.matey.backend.together;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads the JSON events of one stream. Nearly every event equals the one before, byte by
 * byte, except for the values of a few fields: then only these are read, and the rest is
 * compared, which is several times cheaper than to parse it, in time and in garbage
 * (benchmarks/README.md). The values are put into the tree of an earlier event; if it is
 * only the text that is new, and whoever handles events knows what that means, not even
 * that is needed. Whatever is not that simple goes to the parser, which is thus the only
 * one to judge what is valid.
 * <p>
 * Not thread-safe.
 */
final class EventPattern {

	/** Stands for the last event with another text. */
	static final JsonNode REPEATED = JsonNodeFactory.instance.objectNode();

	/** Fields whose values may differ, at any depth. */
	private static final Set<String> VARIABLE = Set.of("content", "text", "reasoning", "reasoning_content", "token_id",
			"index", "arguments", "completion_tokens", "total_tokens");

	/**
	 * Fields that say nothing beside a text of the model: a copy of it, and its number.
	 */
	private static final Set<String> BESIDE_TEXT = Set.of("text", "token_id");

	/** A field that stands twice would make it unclear which of its values counts. */
	private static final JsonFactory STRICT = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	/** A larger event is rare, and would be kept for as long as its stream is open. */
	private static final int MAX_LENGTH = 4096;

	private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	private static final int MAX_DIGITS = 9;

	private static final char REPLACEMENT = '\uFFFD';

	private @Nullable JsonNode root;

	private byte[] bytes = {};

	private List<Slot> slots = List.of();

	/** Where the text stands if the last event may be repeated with another text. */
	private @Nullable Slot text;

	private int misses;

	/**
	 * Reads an event.
	 * @param data the array that holds it
	 * @param offset where it begins
	 * @param length how long it is
	 * @return the tree, valid until the next call: nobody may keep its nodes; or
	 * {@link #REPEATED} if the event repeats the last one with another {@link #text()}
	 * @throws JacksonException if it is not JSON
	 */
	JsonNode read(byte[] data, int offset, int length) {
		JsonNode known = this.root;
		boolean small = length <= MAX_LENGTH;
		if (known != null && small && matches(data, offset, offset + length)) {
			this.misses = 0;
			if (isRepeated()) {
				return REPEATED;
			}
			this.text = null;
			this.slots.forEach(Slot::put);
			return known;
		}
		this.text = null;
		JsonNode parsed = Json.read(data, offset, length);
		this.misses++;
		// Learning costs a second parse: a stream of ever different events does it
		// ever more rarely.
		if (Integer.bitCount(this.misses) == 1 && small && parsed.isObject()) {
			learn(parsed, Arrays.copyOfRange(data, offset, offset + length));
		}
		return parsed;
	}

	/**
	 * Lets events repeat the one that was read last: all that it said was one text.
	 * @param parent the object in which the text stands
	 * @param name the field
	 * @param text the text
	 */
	@SuppressWarnings("ReferenceEquality")
	void mayRepeat(JsonNode parent, String name, String text) {
		for (Slot slot : this.slots) {
			if (slot.parent == parent && slot.name.equals(name) && slot.string.equals(text)) {
				this.text = slot;
				return;
			}
		}
	}

	/**
	 * Lets no event repeat the ones before: something else came in between.
	 */
	void mayNotRepeat() {
		this.text = null;
	}

	/**
	 * The new text of an event that repeats the one before.
	 * @return the text, never empty
	 */
	String text() {
		return (this.text != null) ? this.text.string : "";
	}

	private boolean isRepeated() {
		if (this.text == null || this.text.string.isEmpty()) {
			return false;
		}
		for (Slot slot : this.slots) {
			if (slot.changed && !slot.besideText && slot != this.text) {
				return false;
			}
		}
		return true;
	}

	private boolean matches(byte[] data, int offset, int end) {
		int position = offset;
		int compared = 0;
		Slot previous = null;
		for (Slot slot : this.slots) {
			int start = position + slot.start - compared;
			if (start >= end || !Arrays.equals(this.bytes, compared, slot.start, data, position, start)) {
				return false;
			}
			position = slot.take(previous, data, start, end);
			if (position < 0) {
				return false;
			}
			compared = slot.end;
			previous = slot;
		}
		return Arrays.equals(this.bytes, compared, this.bytes.length, data, position, end);
	}

	private void learn(JsonNode parsed, byte[] event) {
		List<Slot> slots = new ArrayList<>();
		this.root = null;
		try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), event)) {
			parser.nextToken();
			addSlots(parser, parsed, event, slots);
		}
		catch (JacksonException ex) {
			return;
		}
		this.root = parsed;
		this.bytes = event;
		this.slots = slots;
	}

	private static void addSlots(JsonParser parser, JsonNode parent, byte[] event, List<Slot> slots) {
		int index = 0;
		for (JsonToken token = parser.nextToken(); !token.isStructEnd(); token = parser.nextToken()) {
			String name = null;
			if (token == JsonToken.PROPERTY_NAME) {
				name = parser.currentName();
				token = parser.nextToken();
			}
			if (token.isStructStart()) {
				addSlots(parser, (name != null) ? parent.path(name) : parent.path(index), event, slots);
			}
			else if (name != null && VARIABLE.contains(name)) {
				Slot slot = new Slot((ObjectNode) parent, name, (int) parser.currentTokenLocation().getByteOffset());
				slot.end = slot.read(event, slot.start, event.length);
				// The beginning of 1.5 reads as 1.
				if (slot.end >= 0 && slot.node().equals(parent.get(name))) {
					slots.add(slot);
				}
			}
			index++;
		}
	}

	/**
	 * A value that may differ: a text, a small number or {@code null}.
	 */
	private static final class Slot {

		private final ObjectNode parent;

		private final String name;

		private final boolean besideText;

		/** Where the value stood in the event that was learnt. */
		private final int start;

		private int end;

		private Kind kind = Kind.NULL;

		private String string = "";

		private int number;

		/** Whether the value at hand differs from the one before. */
		private boolean changed;

		/** Where the value stands in the event at hand. */
		private int from;

		private int length;

		Slot(ObjectNode parent, String name, int start) {
			this.parent = parent;
			this.name = name;
			this.besideText = BESIDE_TEXT.contains(name);
			this.start = start;
		}

		/**
		 * Takes a value from an event.
		 * @return where it ends, or -1 if the parser shall decide what it is
		 */
		int take(@Nullable Slot previous, byte[] data, int start, int end) {
			Kind kind = this.kind;
			String string = this.string;
			int number = this.number;
			int stop = (previous != null && repeats(previous, data, start, end)) ? start + previous.length
					: read(data, start, end);
			this.changed = this.kind != kind || this.number != number || !this.string.equals(string);
			return stop;
		}

		JsonNode node() {
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
		 * Whether the value is the one before again: many engines send the text twice.
		 */
		private boolean repeats(Slot previous, byte[] data, int start, int end) {
			if (data[start] != '"' || end - start < previous.length || !Arrays.equals(data, previous.from,
					previous.from + previous.length, data, start, start + previous.length)) {
				return false;
			}
			return found(Kind.STRING, previous.string, 0, start, start + previous.length) >= 0;
		}

		/**
		 * Reads a value.
		 * @return where it ends, or -1 if the parser shall decide what it is
		 */
		int read(byte[] data, int start, int end) {
			if (data[start] == '"') {
				return string(data, start, end);
			}
			if (data[start] == 'n') {
				int stop = Math.min(start + NULL.length, end);
				return Arrays.equals(data, start, stop, NULL, 0, NULL.length) ? found(Kind.NULL, "", 0, start, stop)
						: -1;
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
					// The parser is stricter or more lenient about malformed bytes.
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

}
