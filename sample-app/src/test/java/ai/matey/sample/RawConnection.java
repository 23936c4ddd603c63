package ai.matey.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A connection to the gateway on which anything can be sent, or nothing.
 */
final class RawConnection implements AutoCloseable {

	private final Socket socket = new Socket();

	RawConnection(int port) throws IOException {
		// Small, so that the gateway notices soon that nobody reads
		this.socket.setReceiveBufferSize(4096);
		this.socket.setSoTimeout(10_000);
		this.socket.connect(new InetSocketAddress("localhost", port));
	}

	RawConnection send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		return this;
	}

	RawConnection sendChat(String body) throws IOException {
		return send("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
				+ "content-length: " + body.length() + "\r\n\r\n" + body);
	}

	/**
	 * Read until the server closes the connection.
	 */
	String readAll() throws IOException {
		return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * Send as much as the server takes: it may refuse the request after a part of it.
	 */
	RawConnection sendWhatIsTaken(String text) {
		try {
			return send(text);
		}
		catch (IOException ex) {
			return this;
		}
	}

	/**
	 * Read until the server closes the connection, in good order or because it wants no
	 * more of the request.
	 */
	String readWhatIsSent() throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		try {
			this.socket.getInputStream().transferTo(received);
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// What came before is there
		}
		return received.toString(StandardCharsets.UTF_8);
	}

	int read() throws IOException {
		return this.socket.getInputStream().read();
	}

	/**
	 * Close the connection as a program does that dies.
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
