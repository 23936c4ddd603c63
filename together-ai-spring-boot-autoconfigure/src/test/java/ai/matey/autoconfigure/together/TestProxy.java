package ai.matey.autoconfigure.together;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy that tunnels, or passes on requests with absolute addresses.
 */
final class TestProxy implements AutoCloseable {

	private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final String credentials;

	/**
	 * Starts a proxy.
	 * @param credentials user name and password with a colon, or an empty text for none
	 */
	TestProxy(String credentials) throws IOException {
		this.credentials = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
		this.threads.execute(this::accept);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/**
	 * The first lines of the requests that were passed on.
	 */
	List<String> requests() {
		return List.copyOf(this.requests);
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listening.accept();
				this.threads.execute(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket client) {
		this.sockets.add(client);
		try {
			String head = head(client.getInputStream());
			while (!this.credentials.isEmpty() && !head.contains("Basic " + this.credentials)) {
				client.getInputStream().readNBytes(bodyLength(head));
				write(client,
						"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
								+ "Content-Length: 0\r\n\r\n");
				head = head(client.getInputStream());
			}
			String firstLine = head.lines().findFirst().orElseThrow();
			this.requests.add(firstLine);
			String target = firstLine.split(" ")[1];
			boolean tunnel = firstLine.startsWith("CONNECT ");
			URI address = URI.create(tunnel ? "http://" + target : target);
			Socket server = new Socket(address.getHost(), address.getPort());
			this.sockets.add(server);
			if (tunnel) {
				write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
			}
			else {
				write(server, head.replace(target, address.getRawPath()));
			}
			this.threads.execute(() -> copy(server, client));
			copy(client, server);
		}
		catch (IOException ex) {
			// One side closed
		}
	}

	private static int bodyLength(String head) {
		return head.lines()
			.filter((line) -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
			.mapToInt((line) -> Integer.parseInt(line.substring(15).strip()))
			.findFirst()
			.orElse(0);
	}

	private static String head(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (!head.toString().endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("closed");
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private static void write(Socket socket, String text) throws IOException {
		OutputStream out = socket.getOutputStream();
		out.write(text.getBytes(StandardCharsets.ISO_8859_1));
		out.flush();
	}

	private static void copy(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// One side closed
		}
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.threads.shutdownNow();
	}

}
