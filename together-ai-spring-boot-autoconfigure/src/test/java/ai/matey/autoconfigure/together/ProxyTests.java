package ai.matey.autoconfigure.together;

import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.ReactorResourceFactory;

import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * A proxy by properties.
 */
class ProxyTests {

	private static FakeTogether fake;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key",
				"together.retry.max-attempts=1", "together.http.proxy.host=localhost");

	@BeforeAll
	static void start() {
		fake = FakeTogether.builder().tokensPerSecond(100_000).start();
	}

	@AfterAll
	static void stop() {
		fake.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void callsGoThroughTheProxy(String connector) throws Exception {
		try (TestProxy proxy = new TestProxy("")) {
			connector(connector).withPropertyValues("together.http.proxy.port=" + proxy.port()).run((context) -> {
				assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
				assertThat(proxy.requests()).singleElement().asString().contains("localhost:" + fake.port());
			});
		}
	}

	@Test
	void theJdksConnectorSaysThatItCannotShowAUserName() {
		connector("jdk")
			.withPropertyValues("together.http.proxy.port=3128", "together.http.proxy.username=user",
					"together.http.proxy.password=secret")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("together.http.proxy.username")
				.hasMessageNotContaining("secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty" })
	void theProxyIsToldWhoAsks(String connector) throws Exception {
		try (TestProxy proxy = new TestProxy("user:secret")) {
			connector(connector)
				.withPropertyValues("together.http.proxy.port=" + proxy.port(), "together.http.proxy.username=user",
						"together.http.proxy.password=secret")
				.run((context) -> {
					assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
					assertThat(proxy.requests()).hasSize(1);
				});
		}
	}

	@Test
	void aClientCanDoWithoutTheProxyOfTheOthers() {
		this.contextRunner.withPropertyValues("together.http.proxy.port=1", "together.clients.direct.http.proxy.host=")
			.run((context) -> {
				assertThatExceptionOfType(NetworkException.class)
					.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)));
				Bridge direct = BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Bridge.class,
						"direct");
				assertThat(TestContexts.ask(direct).text()).isNotBlank();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void theProxyResolvesTheName(String connector) throws Exception {
		try (TestProxy proxy = TestProxy.knowing("together.only-the-proxy-knows.test", fake.port())) {
			connector(connector)
				.withPropertyValues("together.base-url=http://together.only-the-proxy-knows.test:80",
						"together.http.proxy.port=" + proxy.port())
				.run((context) -> {
					assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
					assertThat(proxy.requests()).hasSize(1);
				});
		}
	}

	/**
	 * An application with WebFlux brings its own event loops, and with them a resolver.
	 */
	@Test
	void theProxyResolvesTheNameOnTheApplicationsThreads() throws Exception {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.afterPropertiesSet();
		try (TestProxy proxy = TestProxy.knowing("together.only-the-proxy-knows.test", fake.port())) {
			this.contextRunner
				.withBean(ClientHttpConnectorBuilder.class,
						() -> ClientHttpConnectorBuilder.reactor().withReactorResourceFactory(resources))
				.withPropertyValues("together.base-url=http://together.only-the-proxy-knows.test:80",
						"together.http.proxy.port=" + proxy.port())
				.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank());
		}
	}

	@Test
	void aFilterOfAddressesStillAppliesToTheServer() throws Exception {
		try (TestProxy proxy = new TestProxy("")) {
			connector("reactor").withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses)
				.withPropertyValues("together.http.proxy.port=" + proxy.port())
				.run((context) -> {
					assertThatExceptionOfType(AdapterException.class)
						.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)));
					assertThat(proxy.requests()).isEmpty();
				});
		}
	}

	/**
	 * What a proxy replies, whether that is tried again, and what the message says of it.
	 */
	static Stream<Arguments> refusals() {
		return Stream.concat(Stream.of("reactor", "jetty", "jdk")
			.flatMap((connector) -> Stream.of(
					arguments(connector, head("407 Proxy Authentication Required"), 1,
							"requires a user name (HTTP 407): set together.http.proxy.username"),
					arguments(connector, head("403 Forbidden"), 1, "refuses to connect to the server (HTTP 403)"),
					arguments(connector, head("502 Bad Gateway"), 3, "could not reach the server (HTTP 502)"),
					arguments(connector, head("504 Gateway Timeout"), 3, "could not reach the server (HTTP 504)"))),
				Stream.of(arguments("reactor", "SSH-2.0-OpenSSH_9.6\r\n\r\n", 1, "did not respond like an HTTP proxy"),
						arguments("reactor", "", 3, "closed the connection"),
						arguments("jetty", "", 3, "was lost before a response arrived"),
						arguments("jdk", "", 3, "was lost before a response arrived")));
	}

	/**
	 * Jetty and the JDK do not tell whether it was the proxy that talked nonsense.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "jetty", "jdk" })
	void aProxyThatMayTalkNonsenseIsNamed(String connector) throws Exception {
		try (TestProxy proxy = TestProxy.replying("SSH-2.0-OpenSSH_9.6\r\n\r\n")) {
			connector(connector)
				.withPropertyValues("together.base-url=https://together.only-the-proxy-knows.test",
						"together.http.proxy.port=" + proxy.port())
				.run((context) -> assertThatExceptionOfType(AdapterException.class)
					.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
					.withMessageContaining("proxy localhost:" + proxy.port())
					.withMessageContaining("together.http.proxy"));
		}
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void aProxyThatRefusesIsBlamedItself(String connector, String reply, int attempts, String message)
			throws Exception {
		try (TestProxy proxy = TestProxy.replying(reply)) {
			connector(connector)
				.withPropertyValues("together.base-url=https://together.only-the-proxy-knows.test",
						"together.retry.max-attempts=3", "together.retry.initial-backoff=1ms",
						"together.http.proxy.port=" + proxy.port())
				.run((context) -> {
					assertThatExceptionOfType(NetworkException.class)
						.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
						.withMessageContaining("proxy localhost:" + proxy.port())
						.withMessageContaining(message)
						.withMessageContaining("together.http.proxy")
						.withMessageNotContaining("together.base-url")
						.withMessageNotContaining("TLS")
						.satisfies((failure) -> assertThat(failure.isRetryable()).isEqualTo(attempts > 1));
					assertThat(proxy.requests()).hasSize(attempts);
				});
		}
	}

	/**
	 * The JDK waits for such a proxy until the deadline of the call.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty" })
	void aProxyThatSaysNothingIsBlamedItself(String connector) throws Exception {
		try (SilentServer proxy = new SilentServer()) {
			connector(connector)
				.withPropertyValues("together.base-url=https://together.only-the-proxy-knows.test",
						"together.timeout.connect=300ms", "together.http.proxy.port=" + proxy.port())
				.run((context) -> assertThatExceptionOfType(NetworkException.class)
					.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
					.withMessageContaining("proxy localhost:" + proxy.port())
					.withMessageContaining("together.timeout.connect")
					.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_TIMEOUT)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void aConnectionThatTheProxyRefusesIsTheProxys(String connector) {
		connector(connector).withPropertyValues("together.http.proxy.port=1")
			.run((context) -> assertThatExceptionOfType(NetworkException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
				.withMessageContaining("the proxy localhost:1 refused the connection: check together.http.proxy.host")
				.withMessageNotContaining("together.base-url"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void aProxyWhoseNameIsUnknownIsTheProxys(String connector) {
		connector(connector)
			.withPropertyValues("together.http.proxy.host=no-such-proxy.test", "together.http.proxy.port=3128")
			.run((context) -> assertThatExceptionOfType(NetworkException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
				.withMessageContaining("together.http.proxy.host")
				.withMessageNotContaining("together.base-url")
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.DNS_RESOLUTION_FAILED)));
	}

	@Test
	void credentialsThatTheProxyRefusesAreNamed() throws Exception {
		try (TestProxy proxy = TestProxy.replying(head("407 Proxy Authentication Required"))) {
			connector("reactor")
				.withPropertyValues("together.base-url=https://together.only-the-proxy-knows.test",
						"together.http.proxy.port=" + proxy.port(), "together.http.proxy.username=user",
						"together.http.proxy.password=secret")
				.run((context) -> assertThatExceptionOfType(NetworkException.class)
					.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
					.withMessageContaining("does not accept the user name and password (HTTP 407)")
					.withMessageNotContaining("secret"));
		}
	}

	/**
	 * Without TLS some libraries send the request itself to the proxy. Its reply then
	 * looks like the server's, but no server asks for this.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void aReplyThatOnlyProxiesGiveIsTheProxys(String connector) throws Exception {
		try (TestProxy proxy = TestProxy.replying(head("407 Proxy Authentication Required"))) {
			connector(connector)
				.withPropertyValues("together.http.proxy.port=" + proxy.port(), "together.retry.max-attempts=3")
				.run((context) -> {
					assertThatExceptionOfType(NetworkException.class)
						.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
						.withMessageContaining("together.http.proxy.username")
						.withMessageNotContaining("Change the request");
					assertThat(proxy.requests()).hasSize(1);
				});
		}
	}

	@Test
	void aProxyThatNobodyConfiguredIsNamedToo() {
		fake.enqueue(Reply.status(407).plain("who are you?"));
		connector("reactor").withPropertyValues("together.http.proxy.host=")
			.run((context) -> assertThatExceptionOfType(NetworkException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
				.withMessageContaining("a proxy between")
				.withMessageContaining("together.http.proxy")
				.withMessageNotContaining("Change the request"));
	}

	private static String head(String status) {
		return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n"
				+ (status.startsWith("407") ? "Proxy-Authenticate: Basic realm=\"test\"\r\n" : "") + "\r\n";
	}

	private ApplicationContextRunner connector(String name) {
		return this.contextRunner.withPropertyValues("spring.http.clients.reactive.connector=" + name);
	}

}
