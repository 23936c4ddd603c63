package ai.matey.backend.together;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Bytes out of buffers.
 */
final class Buffers {

	private Buffers() {
	}

	/**
	 * Copies a buffer's bytes and releases it.
	 * @param buffer the buffer
	 * @return its bytes
	 */
	static byte[] takeBytes(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

}
