package ai.matey.backend.together.http;

import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Collects the bytes of a body up to a limit. Not thread-safe.
 */
public final class BodyBuffer {

	private static final byte[] NONE = {};

	private final int limit;

	private byte[] bytes = NONE;

	private int length;

	BodyBuffer(int limit) {
		this.limit = limit;
	}

	/**
	 * Add bytes up to the limit.
	 * @param buffer the bytes, which are released here
	 * @return whether all bytes were added
	 */
	boolean add(DataBuffer buffer) {
		try {
			int count = Math.min(buffer.readableByteCount(), this.limit - this.length);
			boolean all = count == buffer.readableByteCount();
			reserve(count);
			buffer.read(this.bytes, this.length, count);
			this.length += count;
			return all;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private void reserve(int count) {
		int needed = this.length + count;
		if (needed > this.bytes.length) {
			long capacity = Math.min(Math.max(needed, this.bytes.length * 2L), this.limit);
			this.bytes = Arrays.copyOf(this.bytes, (int) capacity);
		}
	}

	boolean isFull() {
		return this.length == this.limit;
	}

	int length() {
		return this.length;
	}

	/**
	 * Return the array that starts with the collected bytes.
	 * @return an array that may be longer than {@link #length()}
	 */
	byte[] array() {
		return this.bytes;
	}

	public byte[] copy() {
		return Arrays.copyOf(this.bytes, this.length);
	}

}
