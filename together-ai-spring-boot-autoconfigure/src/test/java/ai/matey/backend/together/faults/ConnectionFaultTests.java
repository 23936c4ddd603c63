package ai.matey.backend.together.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRDeadlines;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Getting a connection, and what happens when there is none or a dead one.
 */
class ConnectionFaultTests {

	private static final Duration SOON = Duration.ofMillis(300);

	@AfterAll
	static void nothingHasLeaked() {
		Leaks.assertNone();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void refused(boolean streamed) throws IOException {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		try (Rig rig = Rig.setup().baseUrl("http://localhost:" + port).start()) {
			NetworkException failure = failure(rig, streamed);
			assertThat(failure.code()).isEqualTo(ErrorCode.NETWORK_ERROR);
			assertThat(failure).hasMessageContaining("could not be reached at localhost:" + port)
				.hasMessageContaining("refused")
				.hasMessageContaining("attempt 3");
			assertThat(failure.isRetryable()).isTrue();
			assertThat(rig.events().retries()).hasSize(2);
			rig.assertClean();
		}
	}

	static Stream<Arguments> keyDeadlines() {
		IRDeadlines none = IRDeadlines.INHERIT;
		return Stream.of(none.withResponse(SOON).withFirstToken(SOON), none.withConnect(SOON), none.withTotal(SOON))
			.flatMap((deadlines) -> Stream.of(arguments(deadlines, false), arguments(deadlines, true)));
	}

	@ParameterizedTest
	@MethodSource("keyDeadlines")
	void keyThatDoesNotCome(IRDeadlines deadlines, boolean streamed) {
		try (Rig rig = Rig.setup().builder((builder) -> builder.apiKeySupplier(Mono::never)).start()) {
			IRChatRequest request = Rig.request().mutate().deadlines(deadlines).build();
			AuthenticationException failure = catchThrowableOfType(AuthenticationException.class,
					() -> (streamed ? rig.together().executeStream(request) : rig.together().execute(request).flux())
						.blockLast(Await.PATIENCE));
			assertThat(failure.code()).isEqualTo(ErrorCode.API_KEY_UNAVAILABLE);
			assertThat(failure).hasMessageContaining("key supplier");
			assertThat(rig.server().requests()).isEmpty();
			rig.assertClean();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void unknownHost(boolean streamed) {
		try (Rig rig = Rig.setup()
			.baseUrl("http://unknown.invalid")
			.httpClient((client) -> client.resolver(new NoNames()))
			.start()) {
			NetworkException failure = failure(rig, streamed);
			assertThat(failure.code()).isEqualTo(ErrorCode.DNS_RESOLUTION_FAILED);
			assertThat(failure).hasMessageContaining("together.base-url");
			assertThat(rig.events().retries()).hasSize(2);
			rig.assertClean();
		}
	}

	@Test
	void noConnectionInTime() throws IOException {
		try (FullBacklog server = new FullBacklog();
				Rig rig = Rig.setup().baseUrl(server.url("http")).deadlines(Rig.LONG.withConnect(SOON)).start()) {
			assertConnectTimeout(failure(rig, false));
			assertThat(rig.events().retries()).hasSize(2);
			rig.assertClean();
		}
	}

	@Test
	void noConnectionInTheTimeOfTheRequest() throws IOException {
		try (FullBacklog server = new FullBacklog(); Rig rig = Rig.setup().baseUrl(server.url("http")).start()) {
			IRChatRequest request = Rig.request().mutate().deadlines(IRDeadlines.INHERIT.withConnect(SOON)).build();
			assertConnectTimeout(catchThrowableOfType(NetworkException.class,
					() -> rig.together().executeStream(request).collectList().block(Await.PATIENCE)));
			assertThat(rig.events().retries()).hasSize(2);
		}
	}

	@Test
	void connectDeadlineOfTheRequestIsOverOnceThereIsAConnection() {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.text("Slow but sure.").pace(Duration.ofMillis(200)));
			IRChatRequest request = Rig.request().mutate().deadlines(IRDeadlines.INHERIT.withConnect(SOON)).build();
			assertThat(rig.together().execute(request).block(Await.PATIENCE).text()).isEqualTo("Slow but sure.");
		}
	}

	private static void assertConnectTimeout(NetworkException failure) {
		assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_TIMEOUT);
		assertThat(failure).hasMessageContaining("together.timeout.connect");
		assertThat(failure.isRetryable()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noTlsOnTheOtherSide(boolean streamed) {
		try (Rig rig = Rig.setup().start();
				Rig secure = Rig.setup()
					.server(rig.server())
					.baseUrl("https://localhost:" + rig.server().port())
					.start()) {
			NetworkException failure = failure(secure, streamed);
			assertThat(failure.code()).isEqualTo(ErrorCode.NETWORK_ERROR);
			assertThat(failure.isRetryable()).isFalse();
			assertThat(failure).hasMessageContaining("TLS").hasMessageContaining("together.ssl.bundle");
			assertThat(secure.events().retries()).isEmpty();
			secure.assertClean();
		}
	}

	@Test
	void silentTlsHandshake() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				Rig rig = Rig.setup()
					.baseUrl("https://localhost:" + silent.getLocalPort())
					.deadlines(Rig.LONG.withConnect(SOON))
					.start()) {
			assertConnectTimeout(failure(rig, false));
			rig.assertClean();
		}
	}

	@Test
	void poolIsFull() {
		TogetherHttp one = TogetherHttp.DEFAULT.withMaxConnections(1).withPendingAcquireTimeout(SOON);
		try (Rig rig = Rig.setup().http(one).start()) {
			rig.server().when((request) -> true).always(Reply.silence());
			Disposable first = rig.chat().subscribe();
			Await.until(() -> rig.pool().inUse() == 1, () -> "no connection in use");
			NetworkException failure = failure(rig, true);
			assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_TIMEOUT);
			assertThat(failure).hasMessageContaining("together.http.max-connections")
				.hasMessageContaining("together.http.pending-acquire-timeout");
			assertThat(rig.events().retries()).isEmpty();
			first.dispose();
			rig.assertClean();
		}
	}

	@Test
	void tooManyWaitForTheFullPool() {
		TogetherHttp one = TogetherHttp.DEFAULT.withMaxConnections(1);
		try (Rig rig = Rig.setup().http(one).start()) {
			rig.server().when((request) -> true).always(Reply.silence());
			List<Disposable> calls = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				calls.add(rig.chat().subscribe());
			}
			Await.until(() -> rig.pool().waiting() == 2, () -> "nobody waits");
			assertThat(failure(rig, false)).hasMessageContaining("together.http.max-connections");
			calls.forEach(Disposable::dispose);
			rig.assertClean();
		}
	}

	@Test
	void idleConnectionsAreGivenUp() {
		TogetherHttp shortIdle = TogetherHttp.DEFAULT.withMaxIdleTime(SOON);
		try (Rig rig = Rig.setup().http(shortIdle).start()) {
			rig.text(false);
			assertThat(rig.pool().open()).isOne();
			rig.server().awaitNoConnections(Await.PATIENCE);
			Await.until(() -> rig.pool().open() == 0, () -> "still open");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void keptConnectionThatIsDeadCostsNoAttempt(boolean streamed) {
		try (Rig rig = Rig.setup().retry(Rig.QUICK.withMaxAttempts(1)).start()) {
			rig.server().enqueue(Reply.text("One."), Reply.close(), Reply.text("Two."));
			assertThat(rig.text(streamed)).isEqualTo("One.");
			awaitKeptConnection(rig);
			assertThat(rig.text(streamed)).isEqualTo("Two.");
			assertThat(rig.server().requests()).hasSize(3);
			assertThat(rig.server().requests().get(2).connectionId())
				.isNotEqualTo(rig.server().requests().get(1).connectionId());
			assertThat(rig.server().requests()).noneMatch((request) -> request.headers().containsKey("x-retry-count"));
			assertThat(rig.events().retries()).isEmpty();
			rig.assertClean();
		}
	}

	/**
	 * The caller has its answer a moment before the pool has the connection.
	 */
	private static void awaitKeptConnection(Rig rig) {
		Await.until(() -> rig.pool().inUse() == 0 && rig.pool().open() == 1, () -> "no connection is kept");
	}

	@Test
	void onlyOneDeadConnectionIsForgiven() {
		try (Rig rig = Rig.setup().retry(Rig.QUICK.withMaxAttempts(1)).start()) {
			rig.server().enqueue(Reply.text("One."));
			rig.text(false);
			awaitKeptConnection(rig);
			rig.server().when((request) -> true).always(Reply.close());
			assertThat(failure(rig, false).code()).isEqualTo(ErrorCode.NETWORK_ERROR);
			assertThat(rig.server().requests()).hasSize(3);
		}
	}

	@Test
	void newConnectionThatBreaksIsNotForgiven() {
		try (Rig rig = Rig.setup().retry(Rig.QUICK.withMaxAttempts(1)).start()) {
			rig.server().enqueue(Reply.close(), Reply.text("Not reached."));
			assertThat(failure(rig, false).code()).isEqualTo(ErrorCode.NETWORK_ERROR);
			assertThat(rig.server().requests()).hasSize(1);
		}
	}

	/**
	 * Whatever comes behind an answer must not be taken for the next one.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", "rubbish", "rubbish\r\n\r\n" })
	void connectionWithMoreThanTheAnswerIsNotKept(String more) {
		String json = "{\"choices\":[{\"message\":{\"content\":\"One.\"}}]}";
		String answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + json.length()
				+ "\r\n\r\n" + json;
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.raw(answer + more).stall(), Reply.text("Two."));
			assertThat(rig.text(false)).isEqualTo("One.");
			rig.server().awaitNoConnections(Await.PATIENCE);
			assertThat(rig.text(false)).isEqualTo("Two.");
			rig.assertClean();
		}
	}

	@Test
	void connectionOfAnotherProtocolIsNotKept() {
		try (Rig rig = Rig.setup().start()) {
			rig.server()
				.enqueue(Reply.raw("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n").stall(),
						Reply.text("Two."));
			assertThat(catchThrowable(() -> rig.text(false))).isInstanceOf(AdapterConversionException.class);
			assertThat(rig.text(false)).isEqualTo("Two.");
			rig.assertClean();
		}
	}

	@Test
	void restartedServerIsNotNoticed() {
		try (Rig rig = Rig.setup().retry(Rig.QUICK.withMaxAttempts(1)).start()) {
			rig.text(false);
			rig.server().dropConnections();
			rig.server().enqueue(Reply.text("Back."));
			assertThat(rig.text(true)).isEqualTo("Back.");
		}
	}

	@Test
	void redirectDoesNotTakeTheKeyElsewhere() {
		try (Rig rig = Rig.setup().start(); Rig other = Rig.setup().start()) {
			rig.server()
				.when((request) -> true)
				.always(Reply.redirect(308, other.server().baseUrl() + "/chat/completions"));
			assertThat(failure(rig, false)).hasMessageContaining("redirect");
			assertThat(other.server().requests()).isEmpty();
		}
	}

	private static NetworkException failure(Rig rig, boolean streamed) {
		AdapterException failure = catchThrowableOfType(AdapterException.class, () -> rig.text(streamed));
		assertThat(failure).isExactlyInstanceOf(NetworkException.class);
		assertThat(failure.status()).isIn(null, 308);
		return (NetworkException) failure;
	}

	/**
	 * Knows no name, without asking anybody.
	 */
	private static final class NoNames extends AddressResolverGroup<InetSocketAddress> {

		@Override
		protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
			return new InetNameResolver(executor) {

				@Override
				protected void doResolve(String name, Promise<InetAddress> promise) {
					promise.setFailure(new UnknownHostException(name));
				}

				@Override
				protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
					promise.setFailure(new UnknownHostException(name));
				}

			}.asAddressResolver();
		}

	}

	/**
	 * Accepts nobody, and its queue is full: packets to it are dropped.
	 */
	private static final class FullBacklog implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

		private final List<Socket> queue = new ArrayList<>();

		FullBacklog() throws IOException {
			for (int i = 0; i < 3; i++) {
				Socket socket = new Socket();
				this.queue.add(socket);
				try {
					socket.connect(this.server.getLocalSocketAddress(), 200);
				}
				catch (IOException ex) {
					// Full already.
				}
			}
		}

		String url(String scheme) {
			return scheme + "://localhost:" + this.server.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			for (Socket socket : this.queue) {
				socket.close();
			}
			this.server.close();
		}

	}

}
