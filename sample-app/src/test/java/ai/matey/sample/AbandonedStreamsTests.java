package ai.matey.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

import ai.matey.readme.ReadmeApplication;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Clients that reset their connection in the moment in which the first event is on its
 * way to them. None of their streams may stay.
 */
class AbandonedStreamsTests {

	private static final int STREAMS = 800;

	private static final int AT_ONCE = 20;

	private static final Pattern NUMBER = Pattern.compile("Hello-(\\d+)");

	private final Map<Integer, Socket> clients = new ConcurrentHashMap<>();

	static Stream<Named<Application>> applications() {
		return Stream
			.of(Named.of("the gateway", new Application(SampleApplication.class, WebApplicationType.REACTIVE, (i) -> {
				String body = Gateway.HELLO_STREAM.replace("Hello", "Hello-" + i);
				return "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
						+ "content-length: " + body.length() + "\r\n\r\n" + body;
			})), Named.of("README's controller in WebFlux", readme(WebApplicationType.REACTIVE)),
					Named.of("README's controller in MVC", readme(WebApplicationType.SERVLET)));
	}

	private static Application readme(WebApplicationType type) {
		return new Application(ReadmeApplication.class, type, (i) -> "GET /tell?question=Hello-" + i
				+ " HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n");
	}

	@ParameterizedTest
	@MethodSource("applications")
	void noneOfThemStays(Application application) throws Exception {
		try (FakeTogether fake = FakeTogether.builder().logLimit(AT_ONCE).start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(application.source()).run(
						"--server.port=0", "--together.api-key=some-key", "--together.base-url=" + fake.baseUrl(),
						"--together.default-model=" + Gateway.MODEL, "--together.shutdown-grace=0s",
						"--spring.main.web-application-type=" + application.type().name().toLowerCase(Locale.ROOT))) {
			fake.when((request) -> true).always(Reply.choosing(this::leave));
			int port = context.getBean(Environment.class).getProperty("local.server.port", int.class);
			for (int i = 0; i < STREAMS; i += AT_ONCE) {
				List<Socket> asking = new ArrayList<>();
				for (int j = i; j < i + AT_ONCE; j++) {
					asking.add(ask(port, j, application.request().apply(j)));
				}
				for (Socket socket : asking) {
					// Returns when the socket is closed
					awaitEnd(socket);
				}
			}
			assertThatNoException().isThrownBy(() -> fake.awaitIdle(Duration.ofSeconds(20)));
		}
	}

	private Socket ask(int port, int number, String request) throws IOException {
		Socket socket = new Socket("localhost", port);
		// Closed with a reset
		socket.setSoLinger(true, 0);
		this.clients.put(number, socket);
		OutputStream out = socket.getOutputStream();
		out.write(request.getBytes(StandardCharsets.US_ASCII));
		out.flush();
		return socket;
	}

	/**
	 * The provider has the request; its client leaves, and the first event comes.
	 */
	private Reply leave(RecordedRequest request) {
		Matcher matcher = NUMBER.matcher(request.body());
		if (matcher.find()) {
			int number = Integer.parseInt(matcher.group(1));
			Socket socket = this.clients.remove(number);
			try {
				socket.close();
			}
			catch (IOException ex) {
				throw new java.io.UncheckedIOException(ex);
			}
			LockSupport.parkNanos(number % 10 * 100_000L);
		}
		return Reply.stream().endless("more ");
	}

	private static void awaitEnd(Socket socket) {
		while (!socket.isClosed()) {
			LockSupport.parkNanos(100_000);
		}
	}

	/**
	 * An application, and what its clients ask.
	 *
	 * @param source the application's class
	 * @param type the kind of its web server
	 * @param request the request of a client as it is sent
	 */
	record Application(Class<?> source, WebApplicationType type, IntFunction<String> request) {

	}

}
