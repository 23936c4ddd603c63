package ai.matey.autoconfigure.together;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import ai.matey.core.Bridge;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * HTTP/2, frame by frame, and HTTP/1.1 where HTTP/2 was offered.
 */
class Http2Tests {

	@TempDir
	private static Path folder;

	private static Http2Server server;

	private static Http11Server old;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + server.baseUrl(), "together.api-key=key",
				"together.retry.max-attempts=1", "together.http.http2=true", "together.ssl.bundle=right",
				"spring.ssl.bundle.jks.right.truststore.location=" + folder.resolve("trust.p12"),
				"spring.ssl.bundle.jks.right.truststore.password=" + TlsServer.PASSWORD);

	@BeforeAll
	static void start() throws Exception {
		Path keys = TlsServer.selfSigned(folder.resolve("keys.p12"));
		TlsServer.trustStore(keys, folder.resolve("trust.p12"));
		server = new Http2Server(keys);
		old = new Http11Server(keys);
	}

	@AfterAll
	static void stop() throws Exception {
		server.close();
		old.close();
	}

	@BeforeEach
	void reset() {
		server.clear();
	}

	@Test
	void anInterimResponseIsNotTheResponse() {
		server.enqueue((stream) -> {
			stream.write(Http2Server.headers("103", "link", "</a>; rel=preload"));
			stream.write(Http2Server.headers("103", "link", "</b>; rel=preload"));
			Http2Server.answer(stream);
		});
		asks(server.baseUrl());
	}

	@Test
	void largeHeadersAreReadUpToTheLimit() {
		String large = "x".repeat(20_000);
		server.enqueue((stream) -> {
			stream.write(Http2Server.headers("200", "content-type", "application/json", "x-large", large));
			stream.writeAndFlush(Http2Server.data("""
					{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
					"finish_reason":"stop","message":{"role":"assistant","content":"large"}}]}""", true));
		});
		this.contextRunner
			.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isEqualTo("large"));
	}

	@Test
	void headersOverTheLimitNameTheProperty() {
		int before = server.requests();
		String large = "x".repeat(40_000);
		for (int i = 0; i < 3; i++) {
			server.enqueue((stream) -> {
				stream.write(Http2Server.headers("200", "content-type", "application/json", "x-large", large));
				stream.writeAndFlush(Http2Server.data("{}", true));
			});
		}
		this.contextRunner.withPropertyValues("together.retry.max-attempts=3")
			.run((context) -> assertThatExceptionOfType(AdapterConversionException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
				.withMessageContaining("together.http.max-header-size"));
		assertThat(server.requests()).isEqualTo(before + 1);
	}

	@Test
	void aStreamThatIsResetInsideABodyIsABrokenConnection() {
		server.enqueue((stream) -> {
			stream.write(Http2Server.headers("200", "content-type", "application/json"));
			stream.write(Http2Server.data("{\"id\":", false));
			stream.writeAndFlush(Http2Server.reset());
		});
		this.contextRunner.run((context) -> assertThatExceptionOfType(NetworkException.class)
			.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.NETWORK_ERROR)));
	}

	@Test
	void aKeptConnectionThatIsDeadCostsNoAttempt() {
		this.contextRunner.run((context) -> {
			TestContexts.ask(context.getBean(Bridge.class));
			// Closes as the next request arrives
			server.enqueue((stream) -> stream.channel().parent().close());
			assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isEqualTo("over HTTP/2");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", "" })
	void aServerOfHttp11IsUnderstoodToo(String interim) {
		old.interim(interim);
		asks(old.baseUrl());
	}

	private void asks(String baseUrl) {
		this.contextRunner.withPropertyValues("together.base-url=" + baseUrl).run((context) -> {
			Bridge bridge = context.getBean(Bridge.class);
			for (int i = 0; i < 2; i++) {
				assertThat(TestContexts.ask(bridge).text()).startsWith("over HTTP");
			}
		});
	}

}
