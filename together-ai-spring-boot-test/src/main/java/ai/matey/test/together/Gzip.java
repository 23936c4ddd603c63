package ai.matey.test.together;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses a body piece by piece, so that each piece can be read when it arrives.
 */
final class Gzip {

	private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();

	private final GZIPOutputStream gzip;

	Gzip() {
		try {
			this.gzip = new GZIPOutputStream(this.compressed, true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	byte[] piece(byte[] bytes) {
		try {
			this.gzip.write(bytes);
			this.gzip.flush();
			return taken();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	byte[] end() {
		try {
			this.gzip.close();
			return taken();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private byte[] taken() {
		byte[] bytes = this.compressed.toByteArray();
		this.compressed.reset();
		return bytes;
	}

}
