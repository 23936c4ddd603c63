package ai.matey.autoconfigure.together;

import java.nio.file.Path;
import java.time.Duration;

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
import ai.matey.ir.IRDeadlines;

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
					.withMessageContaining("no TLS handshake within together.timeout.connect"));
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
