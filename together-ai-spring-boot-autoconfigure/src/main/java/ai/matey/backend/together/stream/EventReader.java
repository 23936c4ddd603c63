package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.buffer.DataBuffer;

import ai.matey.backend.together.wire.Json;

/**
 * Reads the JSON events of one stream. Not thread-safe.
 */
final class EventReader {

	private static final byte[] END_MARK = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private final SseDecoder events;

	private final EventTemplate template = new EventTemplate();

	/**
	 * Create a reader.
	 * @param maxEventSize the most bytes of an event
	 */
	EventReader(int maxEventSize) {
		this.events = new SseDecoder(maxEventSize);
	}

	void feed(DataBuffer bytes) {
		this.events.feed(bytes);
	}

	/**
	 * Go on to the next event.
	 * @return whether there is one, or more bytes are needed
	 * @throws SseDecoder.SseLimitException if the event is too large
	 */
	boolean next() {
		return this.events.next();
	}

	/**
	 * Return whether the event is of the default type, which the protocol uses.
	 */
	boolean isMessage() {
		String name = this.events.name();
		return name == null || name.equals("message");
	}

	boolean isError() {
		return "error".equals(this.events.name());
	}

	boolean isEmpty() {
		return this.events.dataLength() == 0;
	}

	/**
	 * Return whether the event is the one that ends a stream.
	 */
	boolean isEndMark() {
		byte[] data = this.events.data();
		int start = this.events.dataOffset();
		int end = start + this.events.dataLength();
		while (start < end && data[start] == ' ') {
			start++;
		}
		return end - start >= END_MARK.length
				&& Arrays.equals(data, start, start + END_MARK.length, END_MARK, 0, END_MARK.length);
	}

	/**
	 * Return the number of bytes of the event's data.
	 */
	int length() {
		return this.events.dataLength();
	}

	String text() {
		return this.events.dataAsString();
	}

	/**
	 * Return the event as JSON. The parser's own message is not kept, because it quotes
	 * the event.
	 * @return the object, valid until the next event; or {@code null} if the event is no
	 * JSON object
	 */
	@Nullable JsonNode json() {
		if (!isMessage()) {
			this.template.mayNotRepeat();
		}
		JsonNode root;
		try {
			root = this.template.read(this.events.data(), this.events.dataOffset(), this.events.dataLength());
		}
		catch (JacksonException ex) {
			root = readLeniently();
		}
		return (root != null && root.isObject()) ? root : null;
	}

	/**
	 * Return whether an event is the last one once more, but for its
	 * {@linkplain #repeatedText() text}.
	 * @param root the event as JSON
	 */
	@SuppressWarnings("ReferenceEquality")
	static boolean isRepeated(JsonNode root) {
		return root == EventTemplate.REPEATED;
	}

	/**
	 * Take an event for a repetition if it differs from this one only by a text.
	 * @param parent the object that holds the text
	 * @param field the field that holds the text
	 * @param text the text
	 */
	void mayRepeat(JsonNode parent, String field, String text) {
		this.template.mayRepeat(parent, field, text);
	}

	String repeatedText() {
		return this.template.text();
	}

	/**
	 * Replace broken UTF-8, as the standard of event streams says; a parser of bytes
	 * refuses it.
	 */
	private @Nullable JsonNode readLeniently() {
		try {
			return Json.read(text());
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
