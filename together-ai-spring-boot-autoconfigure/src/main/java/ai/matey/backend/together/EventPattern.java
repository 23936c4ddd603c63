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
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads the JSON events of one stream. Nearly every event equals the one before, byte by
 * byte, except for the values of a few fields: then only these are read and put into the
 * tree of an earlier event, and the rest is compared, which is several times cheaper than
 * to parse it, in time and in garbage (benchmarks/README.md). Whatever is not that simple
 * goes to the parser, which is thus the only one to judge what is valid.
 * <p>
 * Not thread-safe.
 */
final class EventPattern {

	/** Fields whose values may differ, at any depth. */
	private static final Set<String> VARIABLE = Set.of("content", "text", "reasoning", "reasoning_content", "token_id",
			"index", "arguments", "completion_tokens", "total_tokens");

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

	private int misses;

	/**
	 * Reads an event.
	 * @param data the array that holds it
	 * @param offset where it begins
	 * @param length how long it is
	 * @return the tree, valid until the next call: nobody may keep its nodes
	 * @throws JacksonException if it is not JSON
	 */
	JsonNode read(byte[] data, int offset, int length) {
		JsonNode known = this.root;
		boolean small = length <= MAX_LENGTH;
		if (known != null && small && matches(data, offset, offset + length)) {
			this.misses = 0;
			this.slots.forEach(Slot::put);
			return known;
		}
		JsonNode parsed = Json.read(data, offset, length);
		this.misses++;
		// Learning costs a second parse: a stream of ever different events does it
		// ever more rarely.
		if (Integer.bitCount(this.misses) == 1 && small && parsed.isObject()) {
			learn(parsed, Arrays.copyOfRange(data, offset, offset + length));
		}
		return parsed;
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
			position = (previous != null && slot.repeats(previous, data, start, end)) ? start + previous.length
					: slot.read(data, start, end);
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
				if (slot.end >= 0 && slot.value.equals(parent.get(name))) {
					slots.add(slot);
				}
			}
			index++;
		}
	}

	/**
	 * A value that may differ.
	 */
	private static final class Slot {

		private final ObjectNode parent;

		private final String name;

		/** Where the value stood in the event that was learnt. */
		private final int start;

		private int end;

		private JsonNode value = NullNode.getInstance();

		/** Where the value stands in the event at hand. */
		private int from;

		private int length;

		Slot(ObjectNode parent, String name, int start) {
			this.parent = parent;
			this.name = name;
			this.start = start;
		}

		void put() {
			this.parent.set(this.name, this.value);
		}

		/**
		 * Whether the value is the one before again: many engines send the text twice.
		 */
		boolean repeats(Slot previous, byte[] data, int start, int end) {
			if (data[start] != '"' || end - start < previous.length || !Arrays.equals(data, previous.from,
					previous.from + previous.length, data, start, start + previous.length)) {
				return false;
			}
			this.value = previous.value;
			return found(start, start + previous.length) >= 0;
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
				this.value = NullNode.getInstance();
				int stop = Math.min(start + NULL.length, end);
				return Arrays.equals(data, start, stop, NULL, 0, NULL.length) ? found(start, stop) : -1;
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
					this.value = StringNode.valueOf(text);
					return found(start, i + 1);
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
			this.value = IntNode.valueOf(number);
			return found(start, i);
		}

		private int found(int start, int end) {
			this.from = start;
			this.length = end - start;
			return end;
		}

	}

}
