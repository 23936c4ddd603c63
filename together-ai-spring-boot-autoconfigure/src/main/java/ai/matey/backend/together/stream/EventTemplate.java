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
final class EventTemplate {

	/** Stands for the last event with another text. */
	static final JsonNode REPEATED = JsonNodeFactory.instance.objectNode();

	/** Fields whose values may differ, at any depth. */
	private static final Set<String> VARIABLE = Set.of("content", "text", "reasoning", "reasoning_content", "token_id",
			"index", "arguments", "completion_tokens", "total_tokens");

	/** A field that stands twice would make it unclear which of its values counts. */
	private static final JsonFactory STRICT = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	/** A larger event is rare, and would be kept for as long as its stream is open. */
	private static final int MAX_LENGTH = 4096;

	private @Nullable JsonNode root;

	private byte[] bytes = {};

	private List<TemplateField> slots = List.of();

	/** Where the text stands if the last event may be repeated with another text. */
	private @Nullable TemplateField text;

	private int misses;

	/**
	 * Read an event.
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
			this.slots.forEach(TemplateField::put);
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
	 * Let events repeat the one that was read last: all that it said was one text.
	 * @param parent the object in which the text stands
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
	 * Let no event repeat the ones before: something else came in between.
	 */
	void mayNotRepeat() {
		this.text = null;
	}

	/**
	 * The new text of an event that repeats the one before.
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
			if (slot != this.text && slot.saysSomethingNew()) {
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
