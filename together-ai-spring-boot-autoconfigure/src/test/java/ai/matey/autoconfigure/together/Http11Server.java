package ai.matey.autoconfigure.together;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Locale;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A TLS server that knows nothing of HTTP/2 and may send an interim response.
 */
final class Http11Server implements AutoCloseable {

	private static final String BODY = """
			{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
			"finish_reason":"stop","message":{"role":"assistant","content":"over HTTP/1.1"}}]}""";

	private final SSLServerSocket listening;

	private volatile String interim = "";

	Http11Server(Path keyStore) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(keyStore)) {
			store.load(in, TlsServer.PASSWORD.toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, TlsServer.PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		this.listening = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	String baseUrl() {
		return "https://localhost:" + this.listening.getLocalPort();
	}

	void interim(String interim) {
		this.interim = interim;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listening.accept();
				start(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket client) {
		try (client) {
			while (true) {
				StringBuilder head = new StringBuilder();
				while (head.indexOf("\r\n\r\n") < 0) {
					int next = client.getInputStream().read();
					if (next < 0) {
						return;
					}
					head.append((char) next);
				}
				int length = head.toString()
					.lines()
					.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
					.mapToInt((line) -> Integer.parseInt(line.substring(15).strip()))
					.sum();
				client.getInputStream().readNBytes(length);
				client.getOutputStream()
					.write((this.interim + "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
							+ BODY.length() + "\r\n\r\n" + BODY)
						.getBytes(StandardCharsets.ISO_8859_1));
				client.getOutputStream().flush();
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
	}

}
