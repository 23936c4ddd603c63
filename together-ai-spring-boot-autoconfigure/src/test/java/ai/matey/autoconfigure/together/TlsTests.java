package ai.matey.autoconfigure.together;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import ai.matey.core.Bridge;
import ai.matey.errors.NetworkException;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRDeadlines;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * SSL bundles and HTTP/2, against a server whose certificate is signed by itself.
 */
class TlsTests {

	@TempDir
	private static Path folder;

	private static TlsServer server;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + server.baseUrl(), "together.api-key=key",
				"together.retry.max-attempts=1", bundle("right", "location=" + folder.resolve("trust.p12")),
				bundle("right", "password=" + TlsServer.PASSWORD),
				bundle("wrong", "location=" + folder.resolve("other-trust.p12")),
				bundle("wrong", "password=" + TlsServer.PASSWORD));

	@BeforeAll
	static void start() throws Exception {
		Path keys = TlsServer.selfSigned(folder.resolve("keys.p12"));
		TlsServer.trustStore(keys, folder.resolve("trust.p12"));
		TlsServer.trustStore(TlsServer.selfSigned(folder.resolve("other.p12")), folder.resolve("other-trust.p12"));
		server = TlsServer.start(keys);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void theClientsBundleIsTrusted(String connector) {
		connector(connector).withPropertyValues("together.ssl.bundle=right", "spring.http.clients.ssl.bundle=wrong")
			.run((context) -> assertTrusted(context.getBean(Bridge.class)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void theApplicationsBundleIsTrusted(String connector) {
		connector(connector).withPropertyValues("spring.http.clients.ssl.bundle=right")
			.run((context) -> assertTrusted(context.getBean(Bridge.class)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void withoutTheBundleTheErrorSaysWhatToDo(String connector) {
		connector(connector).run((context) -> assertNotTrusted(context.getBean(Bridge.class)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void certificatesAreReloaded(String connector) {
		connector(connector).withPropertyValues("together.ssl.bundle=wrong").run((context) -> {
			Bridge bridge = context.getBean(Bridge.class);
			assertNotTrusted(bridge);
			context.getBean(SslBundleRegistry.class)
				.updateBundle("wrong", context.getBean(SslBundles.class).getBundle("right"));
			assertTrusted(bridge);
		});
	}

	/**
	 * Without TLS, so that the fake server sees the connections: the client does not
	 * care.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty" })
	void nothingIsLeftBehindByEachReload(String connector) {
		try (FakeTogether fake = FakeTogether.builder().tokensPerSecond(100_000).start()) {
			connector(connector)
				.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.ssl.bundle=right",
						"together.http.max-idle-time=500ms")
				.run((context) -> {
					for (int i = 0; i < 4; i++) {
						TestContexts.ask(context.getBean(Bridge.class));
						context.getBean(SslBundleRegistry.class)
							.updateBundle("right", context.getBean(SslBundles.class).getBundle("wrong"));
					}
					TestContexts.ask(context.getBean(Bridge.class));
					long deadline = System.nanoTime() + TestContexts.TIMEOUT.toNanos();
					while (fake.openConnections() > 1 && System.nanoTime() < deadline) {
						LockSupport.parkNanos(10_000_000);
					}
					assertThat(fake.openConnections()).isLessThanOrEqualTo(1);
				});
		}
	}

	@Test
	void aCallOnTheConnectorBeforeAReloadGoesOn() {
		try (FakeTogether fake = FakeTogether.builder().tokensPerSecond(100_000).start()) {
			fake.enqueue(Reply.status(200)
				.json("""
						{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
						"finish_reason":"stop","message":{"role":"assistant","content":"slow"}}]}""")
				.delay(Duration.ofSeconds(3)));
			connector("jetty").withPropertyValues("together.base-url=" + fake.baseUrl(), "together.ssl.bundle=right")
				.run((context) -> {
					Bridge bridge = context.getBean(Bridge.class);
					CompletableFuture<IRChatResponse> slow = bridge.chat(TestContexts.question()).toFuture();
					fake.takeRequest(TestContexts.TIMEOUT);
					context.getBean(SslBundleRegistry.class)
						.updateBundle("right", context.getBean(SslBundles.class).getBundle("wrong"));
					TestContexts.ask(bridge);
					assertThat(slow.get(TestContexts.TIMEOUT.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("slow");
				});
		}
	}

	@Test
	void theApplicationsCertificatesAreReloaded() {
		this.contextRunner.withPropertyValues("spring.http.clients.ssl.bundle=wrong").run((context) -> {
			Bridge bridge = context.getBean(Bridge.class);
			assertNotTrusted(bridge);
			context.getBean(SslBundleRegistry.class)
				.updateBundle("wrong", context.getBean(SslBundles.class).getBundle("right"));
			assertTrusted(bridge);
		});
	}

	/**
	 * A request may ask for more time to connect, but the library gives up when the
	 * client's time is over.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "together.ssl.bundle=right", "together.http.http2=true", "together.http.http2=false" })
	void aHandshakeHasTheTimeToConnect(String setting) throws Exception {
		try (SilentServer silent = new SilentServer()) {
			this.contextRunner
				.withPropertyValues("together.base-url=https://localhost:" + silent.port(),
						"together.timeout.connect=200ms", setting)
				.run((context) -> assertThatExceptionOfType(NetworkException.class)
					.isThrownBy(() -> context.getBean(Bridge.class)
						.chat(TestContexts.question()
							.mutate()
							.deadlines(new IRDeadlines(Duration.ofMinutes(1), null, null, null, null))
							.build())
						.block(Duration.ofSeconds(8)))
					.withMessageContaining("the TLS handshake did not complete within together.timeout.connect"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk" })
	void http2IsSpokenWhereAskedFor(String connector) {
		connector(connector).withPropertyValues("together.ssl.bundle=right", "together.http.http2=true")
			.run((context) -> {
				assertTrusted(context.getBean(Bridge.class));
				assertThat(server.protocols()).last().isEqualTo("HTTP/2.0");
			});
		connector(connector).withPropertyValues("together.ssl.bundle=right").run((context) -> {
			assertTrusted(context.getBean(Bridge.class));
			assertThat(server.protocols()).last().isEqualTo("HTTP/1.1");
		});
	}

	private ApplicationContextRunner connector(String name) {
		return this.contextRunner.withPropertyValues("spring.http.clients.reactive.connector=" + name);
	}

	private static String bundle(String name, String setting) {
		return "spring.ssl.bundle.jks." + name + ".truststore." + setting;
	}

	private static void assertTrusted(Bridge bridge) {
		assertThat(TestContexts.ask(bridge).text()).isEqualTo("over TLS");
	}

	private static void assertNotTrusted(Bridge bridge) {
		assertThatExceptionOfType(NetworkException.class).isThrownBy(() -> TestContexts.ask(bridge))
			.withMessageContaining("TLS handshake failed")
			.withMessageContaining("together.ssl.bundle");
	}

}
