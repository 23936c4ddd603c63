package ai.matey.test.together;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One connection without any HTTP library in between, so that tests see what is on the
 * wire.
 */
final class RawClient implements AutoCloseable {

	/** How a read ended. */
	enum End {

		CLOSED, RESET, SILENT

	}

	private final Socket socket;

	private final InputStream input;

	RawClient(FakeTogether fake) {
		this.socket = io(() -> new Socket(InetAddress.getByName("localhost"), fake.port()));
		this.input = io(() -> new BufferedInputStream(this.socket.getInputStream()));
	}

	static RawClient chat(FakeTogether fake, boolean stream) {
		RawClient client = new RawClient(fake);
		client.send(stream);
		return client;
	}

	void send(boolean stream) {
		String body = TestClient.chat(TestClient.LLAMA, ",\"stream\":" + stream);
		String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer k\r\n"
				+ "Content-Length: " + body.length() + "\r\n\r\n" + body;
		io(() -> {
			this.socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			return this.socket;
		});
	}

	/**
	 * Reads to the end of the connection, or until nothing has come for a while.
	 */
	Read read(Duration silence) {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		End end = End.CLOSED;
		try {
			this.socket.setSoTimeout((int) silence.toMillis());
			for (int next = this.input.read(); next >= 0; next = this.input.read()) {
				read.write(next);
			}
		}
		catch (SocketTimeoutException ex) {
			end = End.SILENT;
		}
		catch (SocketException ex) {
			end = End.RESET;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Read(read.toString(StandardCharsets.ISO_8859_1), end);
	}

	/**
	 * Reads until the text has come.
	 */
	String readUntil(String text) {
		return io(() -> {
			this.socket.setSoTimeout(5000);
			StringBuilder read = new StringBuilder();
			while (read.indexOf(text) < 0) {
				int next = this.input.read();
				if (next < 0) {
					throw new AssertionError("The connection ended with " + read);
				}
				read.append((char) next);
			}
			return read.toString();
		});
	}

	void readExactly(int bytes) {
		io(() -> {
			this.input.skipNBytes(bytes);
			return this.socket;
		});
	}

	@Override
	public void close() {
		hangUp();
	}

	void hangUp() {
		io(() -> {
			this.socket.close();
			return this.socket;
		});
	}

	private static <T> T io(Action<T> action) {
		try {
			return action.run();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a read has seen.
	 *
	 * @param text the bytes, one character each
	 * @param end how it ended
	 */
	record Read(String text, End end) {
	}

	private interface Action<T> {

		T run() throws IOException;

	}

}
