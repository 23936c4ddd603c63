package ai.matey.autoconfigure.together;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.net.ssl.KeyManagerFactory;

import io.netty.handler.ssl.SslContextBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

/**
 * A server with a certificate that nobody else knows, which answers every chat.
 */
final class TlsServer implements AutoCloseable {

	static final String PASSWORD = "changeit";

	private static final String ANSWER = """
			{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
			"finish_reason":"stop","message":{"role":"assistant","content":"over TLS"}}]}""";

	private final Queue<String> protocols = new ConcurrentLinkedQueue<>();

	private final Queue<String> keys = new ConcurrentLinkedQueue<>();

	private final DisposableServer server;

	private TlsServer(KeyManagerFactory keys) {
		SslProvider.GenericSslContextSpec<SslContextBuilder> context = Http2SslContextSpec.forServer(keys);
		this.server = HttpServer.create()
			.host("localhost")
			.port(0)
			.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
			.secure((spec) -> spec.sslContext(context))
			.route((routes) -> routes.post("/v1/chat/completions", (request, response) -> {
				this.protocols.add(request.version().text());
				this.keys.add(String.valueOf(request.requestHeaders().get("authorization")));
				return request.receive()
					.then(response.header("content-type", "application/json").sendString(Mono.just(ANSWER)).then());
			}))
			.bindNow();
	}

	static TlsServer start(Path keyStore) throws Exception {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(load(keyStore), PASSWORD.toCharArray());
		return new TlsServer(keys);
	}

	/**
	 * Makes a key and a certificate for localhost that is signed by itself.
	 */
	static Path selfSigned(Path keyStore) throws Exception {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost", "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore",
				keyStore.toString())
			.inheritIO()
			.start();
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException("keytool failed");
		}
		return keyStore;
	}

	/**
	 * A store with the certificate of another one, to be trusted.
	 */
	static Path trustStore(Path keyStore, Path trustStore) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("server", load(keyStore).getCertificate("server"));
		try (var out = Files.newOutputStream(trustStore)) {
			store.store(out, PASSWORD.toCharArray());
		}
		return trustStore;
	}

	private static KeyStore load(Path keyStore) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(keyStore)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

	String baseUrl() {
		return "https://localhost:" + this.server.port();
	}

	List<String> protocols() {
		return List.copyOf(this.protocols);
	}

	/**
	 * The {@code authorization} headers of all requests.
	 */
	List<String> keys() {
		return List.copyOf(this.keys);
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

}
