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
	 * @param maxEventSize maximum number of bytes of an event
	 */
	EventReader(int maxEventSize) {
		this.events = new SseDecoder(maxEventSize);
	}

	void feed(DataBuffer bytes) {
		this.events.feed(bytes);
	}

	/**
	 * Advance to the next event.
	 * @return {@code false} if more bytes are needed
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
	 * Return whether the event is the end marker of the stream.
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
	 * Return the event as JSON. The parser's message is dropped, since it quotes the
	 * event.
	 * @return the object, valid until the next event; or {@code null} if the event is not
	 * a JSON object
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
	 * Return whether an event repeats the last one with another
	 * {@linkplain #repeatedText() text}.
	 * @param root the event as JSON
	 */
	@SuppressWarnings("ReferenceEquality")
	static boolean isRepeated(JsonNode root) {
		return root == EventTemplate.REPEATED;
	}

	/**
	 * Treat the following events as repetitions if they differ from this one only in a
	 * text.
	 * @param parent the object that contains the text
	 * @param field the name of the text field
	 * @param text the text
	 */
	void mayRepeat(JsonNode parent, String field, String text) {
		this.template.mayRepeat(parent, field, text);
	}

	String repeatedText() {
		return this.template.text();
	}

	/**
	 * Replace invalid UTF-8, as the standard for event streams demands; the parser
	 * rejects it when reading bytes.
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
