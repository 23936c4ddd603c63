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
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that tunnels, or passes on requests with absolute addresses.
 */
final class TestProxy implements AutoCloseable {

	private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final String credentials;

	private final Map<String, Integer> hosts;

	private final @Nullable String reply;

	/**
	 * Starts a proxy.
	 * @param credentials user name and password with a colon, or an empty text for none
	 */
	TestProxy(String credentials) throws IOException {
		this(credentials, Map.of(), null);
	}

	private TestProxy(String credentials, Map<String, Integer> hosts, @Nullable String reply) throws IOException {
		this.credentials = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
		this.hosts = hosts;
		this.reply = reply;
		this.threads.execute(this::accept);
	}

	/**
	 * A proxy that knows a host that nobody else knows.
	 */
	static TestProxy knowing(String host, int port) throws IOException {
		return new TestProxy("", Map.of(host, port), null);
	}

	/**
	 * A proxy that lets nothing through: it replies and closes the connection.
	 */
	static TestProxy replying(String reply) throws IOException {
		return new TestProxy("", Map.of(), reply);
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
			if (this.reply != null) {
				this.requests.add(head.lines().findFirst().orElseThrow());
				client.getInputStream().readNBytes(bodyLength(head));
				write(client, this.reply);
				client.close();
				return;
			}
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
			Integer known = this.hosts.get(address.getHost());
			Socket server = (known != null) ? new Socket("localhost", known)
					: new Socket(address.getHost(), address.getPort());
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
