package ai.matey.backend.together.stream;

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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import ai.matey.backend.together.wire.Json;

/**
 * Reads the JSON events of one stream. Nearly every event equals the previous one byte by
 * byte, except for the values of a few fields. In this case, only these values are read
 * and the rest is compared, which takes several times less time and garbage than parsing
 * (see benchmarks/README.md). The values are set in the tree of an earlier event. If only
 * the text is new and {@link #mayRepeat} was called, the tree is not needed either. All
 * other events are parsed, so that only the parser decides what is valid.
 * <p>
 * Not thread-safe.
 */
final class EventTemplate {

	/** Represents the last event with another text. */
	static final JsonNode REPEATED = JsonNodeFactory.instance.objectNode();

	/** Fields whose values may differ, at any depth. */
	private static final Set<String> VARIABLE = Set.of("content", "text", "reasoning", "reasoning_content", "token_id",
			"index", "arguments", "completion_tokens", "total_tokens");

	/** With a duplicate field, it would be unclear which value counts. */
	private static final JsonFactory STRICT = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	/**
	 * Larger events are rare and would occupy memory for as long as the stream is open.
	 */
	private static final int MAX_LENGTH = 4096;

	private @Nullable JsonNode root;

	private byte[] bytes = {};

	private List<TemplateField> slots = List.of();

	/** The text field if the last event may be repeated with another text. */
	private @Nullable TemplateField text;

	private int misses;

	/**
	 * Read an event.
	 * @param data the array that contains it
	 * @param offset the start of the event
	 * @param length the length of the event
	 * @return the tree, whose nodes are valid only until the next call; or
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
			this.slots.forEach(TemplateField::put);
			return known;
		}
		this.text = null;
		JsonNode parsed = Json.read(data, offset, length);
		this.misses++;
		// Learning costs a second parse, so it becomes increasingly rare if events keep
		// differing.
		if (Integer.bitCount(this.misses) == 1 && small && parsed.isObject()) {
			learn(parsed, Arrays.copyOfRange(data, offset, offset + length));
		}
		return parsed;
	}

	/**
	 * Allow the following events to repeat the last one, whose only content was a text.
	 * @param parent the object that contains the text
	 * @param name the field
	 * @param text the text
	 */
	void mayRepeat(JsonNode parent, String name, String text) {
		for (TemplateField slot : this.slots) {
			if (slot.holds(parent, name, text)) {
				this.text = slot;
				return;
			}
		}
	}

	/**
	 * Do not allow the following events to repeat earlier ones, because something else
	 * occurred in between.
	 */
	void mayNotRepeat() {
		this.text = null;
	}

	/**
	 * Return the new text of an event that repeats the previous one.
	 * @return the text, never empty
	 */
	String text() {
		return (this.text != null) ? this.text.string() : "";
	}

	private boolean isRepeated() {
		if (this.text == null || this.text.string().isEmpty()) {
			return false;
		}
		for (TemplateField slot : this.slots) {
			if (slot != this.text && slot.addsInformation()) {
				return false;
			}
		}
		return true;
	}

	private boolean matches(byte[] data, int offset, int end) {
		int position = offset;
		int compared = 0;
		TemplateField previous = null;
		for (TemplateField slot : this.slots) {
			int start = position + slot.start() - compared;
			if (start >= end || !Arrays.equals(this.bytes, compared, slot.start(), data, position, start)) {
				return false;
			}
			position = slot.take(previous, data, start, end);
			if (position < 0) {
				return false;
			}
			compared = slot.end();
			previous = slot;
		}
		return Arrays.equals(this.bytes, compared, this.bytes.length, data, position, end);
	}

	private void learn(JsonNode parsed, byte[] event) {
		List<TemplateField> slots = new ArrayList<>();
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

	private static void addSlots(JsonParser parser, JsonNode parent, byte[] event, List<TemplateField> slots) {
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
				TemplateField slot = new TemplateField((ObjectNode) parent, name,
						(int) parser.currentTokenLocation().getByteOffset());
				if (slot.learn(event)) {
					slots.add(slot);
				}
			}
			index++;
		}
	}

}
