package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Decodes server-sent events according to the WHATWG HTML standard (section "Interpreting
 * an event stream"): line ends are CR, LF or CRLF, comments are ignored, several data
 * lines are joined by LF, a byte order mark is optional, and an incomplete last event is
 * dropped.
 * <p>
 * Usage: {@link #feed} bytes, then call {@link #next} until it returns {@code false}.
 * After {@code true}, the event can be read until the next call. An instance is used for
 * one stream. Not thread-safe.
 */
final class SseDecoder {

	private static final int INITIAL_CAPACITY = 1024;

	/**
	 * The length of {@code "data: "}, by which an incomplete line may exceed the limit,
	 * so that an event within the limit is accepted however it is split.
	 */
	private static final int FIELD_LENGTH = 6;

	private static final int KEPT_CAPACITY = 16 * 1024;

	private static final byte[] NONE = new byte[0];

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private static final byte[] DATA = { 'd', 'a', 't', 'a' };

	private static final byte[] EVENT = { 'e', 'v', 'e', 'n', 't' };

	private final int maxEventSize;

	/** Holds the bytes not yet consumed, from {@code position} to {@code limit}. */
	private byte[] buffer = NONE;

	private int position;

	private int limit;

	/** Where to continue the search for the end of the current line. */
	private int scanned;

	private boolean afterCarriageReturn;

	private boolean first = true;

	private @Nullable String name;

	/** The array that holds the event's data, which may be {@code buffer} itself. */
	private byte[] data = NONE;

	private int dataStart;

	private int dataEnd;

	private boolean hasData;

	private boolean dispatched;

	SseDecoder(int maxEventSize) {
		this.maxEventSize = maxEventSize;
	}

	/**
	 * Accept bytes. All previous events must have been read. The caller may release the
	 * buffer afterwards.
	 * @param bytes the next bytes of the stream
	 */
	void feed(DataBuffer bytes) {
		int count = bytes.readableByteCount();
		reserve(count);
		bytes.read(this.buffer, this.limit, count);
		this.limit += count;
	}

	/**
	 * Advance to the next complete event.
	 * @return {@code false} if more bytes are needed
	 * @throws SseLimitException if a line or event exceeds the limit
	 */
	boolean next() {
		if (this.dispatched) {
			reset();
		}
		while (true) {
			int end = endOfLine();
			if (end < 0) {
				check(this.limit - this.position - FIELD_LENGTH + dataLength());
				dropLargeBuffer();
				return false;
			}
			int start = this.first ? afterByteOrderMark(end) : this.position;
			this.first = false;
			consumeLine(end);
			if (start == end) {
				if (this.hasData) {
					this.dispatched = true;
					return true;
				}
				reset();
			}
			else {
				line(start, end);
			}
		}
	}

	/**
	 * Return the name of the event.
	 * @return the name, or {@code null} for an unnamed event
	 */
	@Nullable String name() {
		return this.name;
	}

	/**
	 * Return the array that contains the event's data.
	 * @return the array, valid until the next event
	 */
	byte[] data() {
		return this.data;
	}

	int dataOffset() {
		return this.dataStart;
	}

	int dataLength() {
		return this.dataEnd - this.dataStart;
	}

	String dataAsString() {
		return new String(this.data, this.dataStart, dataLength(), StandardCharsets.UTF_8);
	}

	private void reset() {
		this.dispatched = false;
		this.hasData = false;
		this.name = null;
		this.data = NONE;
		this.dataStart = 0;
		this.dataEnd = 0;
	}

	private int endOfLine() {
		if (this.afterCarriageReturn && this.position < this.limit) {
			this.afterCarriageReturn = false;
			if (this.buffer[this.position] == '\n') {
				this.position++;
				this.scanned = this.position;
			}
		}
		this.scanned = LineEndScanner.find(this.buffer, this.scanned, this.limit);
		return (this.scanned < this.limit) ? this.scanned : -1;
	}

	private void consumeLine(int end) {
		this.afterCarriageReturn = this.buffer[end] == '\r';
		this.position = end + 1;
		this.scanned = this.position;
	}

	private int afterByteOrderMark(int end) {
		return startsWith(this.position, end, BYTE_ORDER_MARK) ? this.position + BYTE_ORDER_MARK.length : this.position;
	}

	private void line(int start, int end) {
		if (startsWith(start, end, DATA)) {
			if (start + 4 == end) {
				addData(end, end);
			}
			else if (this.buffer[start + 4] == ':') {
				addData(afterSpace(start + 5, end), end);
			}
		}
		else if (startsWith(start, end, EVENT)) {
			if (start + 5 == end) {
				this.name = null;
			}
			else if (this.buffer[start + 5] == ':') {
				int value = afterSpace(start + 6, end);
				this.name = (value == end) ? null : new String(this.buffer, value, end - value, StandardCharsets.UTF_8);
			}
		}
		// Comments, "id", "retry" and unknown fields are ignored.
	}

	private void addData(int start, int end) {
		if (!this.hasData) {
			this.hasData = true;
			this.data = this.buffer;
			this.dataStart = start;
			this.dataEnd = end;
			check(end - start);
			return;
		}
		int length = dataLength() + 1 + end - start;
		check(length);
		if (this.data == this.buffer || this.dataStart + length > this.data.length) {
			byte[] larger = new byte[length * 2];
			System.arraycopy(this.data, this.dataStart, larger, 0, dataLength());
			this.data = larger;
			this.dataEnd -= this.dataStart;
			this.dataStart = 0;
		}
		this.data[this.dataEnd] = '\n';
		System.arraycopy(this.buffer, start, this.data, this.dataEnd + 1, end - start);
		this.dataEnd = this.dataStart + length;
	}

	private int afterSpace(int start, int end) {
		return (start < end && this.buffer[start] == ' ') ? start + 1 : start;
	}

	private boolean startsWith(int start, int end, byte[] prefix) {
		return end - start >= prefix.length
				&& Arrays.equals(this.buffer, start, start + prefix.length, prefix, 0, prefix.length);
	}

	/**
	 * Make room after {@code limit}. Data of an incomplete event that is in the buffer is
	 * moved out first, since the content of the buffer moves.
	 */
	private void reserve(int count) {
		if (this.dispatched) {
			reset();
		}
		if (this.hasData && this.data == this.buffer) {
			this.data = Arrays.copyOfRange(this.buffer, this.dataStart, this.dataEnd);
			this.dataEnd -= this.dataStart;
			this.dataStart = 0;
		}
		int unread = this.limit - this.position;
		int capacity = this.buffer.length;
		if (unread + count > capacity) {
			int wanted = Math.max(unread + count, INITIAL_CAPACITY);
			byte[] larger = new byte[(unread > 0) ? Math.max(wanted, capacity * 2) : wanted];
			System.arraycopy(this.buffer, this.position, larger, 0, unread);
			this.buffer = larger;
		}
		else if (this.position > 0) {
			System.arraycopy(this.buffer, this.position, this.buffer, 0, unread);
		}
		this.scanned -= this.position;
		this.position = 0;
		this.limit = unread;
	}

	/**
	 * A stream must not keep a large buffer because of one large event.
	 */
	private void dropLargeBuffer() {
		if (this.buffer.length > KEPT_CAPACITY && this.position == this.limit && !this.hasData) {
			this.buffer = NONE;
			this.position = 0;
			this.limit = 0;
			this.scanned = 0;
		}
	}

	private void check(int size) {
		if (size > this.maxEventSize) {
			throw new SseLimitException(this.maxEventSize);
		}
	}

	/**
	 * Thrown when a line or event exceeds the limit.
	 */
	static final class SseLimitException extends RuntimeException {

		SseLimitException(int maxEventSize) {
			super("an event is larger than " + maxEventSize + " bytes");
		}

	}

}
