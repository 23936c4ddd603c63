package ai.matey.test.together.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses a body piece by piece, so that each piece can be read as soon as it arrives.
 */
final class GzipEncoder {

	private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();

	private final GZIPOutputStream gzip;

	GzipEncoder() {
		try {
			this.gzip = new GZIPOutputStream(this.compressed, true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	byte[] encode(byte[] bytes) {
		try {
			this.gzip.write(bytes);
			this.gzip.flush();
			return drain();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	byte[] finish() {
		try {
			this.gzip.close();
			return drain();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private byte[] drain() {
		byte[] bytes = this.compressed.toByteArray();
		this.compressed.reset();
		return bytes;
	}

}
