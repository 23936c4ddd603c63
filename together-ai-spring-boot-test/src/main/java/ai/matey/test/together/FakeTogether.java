package ai.matey.test.together;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A Together AI server that lives in the test's own process. Without a script it answers
 * honestly: in the service's real shapes, with contents composed from the request and
 * labelled as made up, and with the service's errors for requests that the service would
 * refuse. With a script it misbehaves on demand.
 *
 * <pre class="code">
 * try (FakeTogether fake = FakeTogether.start()) {
 *     fake.enqueue(Reply.status(503).error("service_unavailable", "Full"), Reply.text("Hello"));
 *     // … call fake.baseUrl() with any key …
 *     assertThat(fake.requests()).hasSize(2);
 * }
 * </pre>
 *
 * Listens on the loopback interface only. All methods may be called from any thread; the
 * waiting ones must not be called from an event loop.
 */
public final class FakeTogether implements AutoCloseable {

	private final RequestLog log;

	private final ReplyBook book = new ReplyBook();

	private final Service service;

	private final FakeServer server;

	FakeTogether(Settings settings) {
		this.log = new RequestLog(settings.logLimit());
		this.service = new Service(settings);
		this.server = new FakeServer(settings.port(), this.log, this.book, this.service);
	}

	/**
	 * Starts a server on a free port that accepts any key and writes 50 tokens a second.
	 * @return the running server
	 */
	public static FakeTogether start() {
		return builder().start();
	}

	/**
	 * Returns a builder with the defaults of {@link #start()}.
	 * @return the builder
	 */
	public static FakeTogetherBuilder builder() {
		return new FakeTogetherBuilder();
	}

	/**
	 * Returns the URL to configure in a client.
	 * @return the base URL, for example {@code http://localhost:1234/v1}
	 */
	public String baseUrl() {
		return "http://localhost:" + port() + "/v1";
	}

	/**
	 * Returns the port that the server listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Scripts the next requests, whatever they are: one reply each. Afterwards the server
	 * is honest again.
	 * @param replies the replies in order
	 */
	public void enqueue(Reply... replies) {
		when((request) -> true).reply(replies);
	}

	/**
	 * Scripts some of the next requests, whatever they are, with the same reply, as in
	 * "fail twice, then succeed". Afterwards the server is honest again.
	 * @param times for how many requests
	 * @param reply the reply
	 */
	public void enqueue(int times, Reply reply) {
		enqueue(Collections.nCopies(times, reply).toArray(new Reply[0]));
	}

	/**
	 * Begins a script for the requests that meet a condition.
	 * @param condition the condition; must not block
	 * @return the rest of the sentence
	 */
	public Stubbing when(Predicate<? super RecordedRequest> condition) {
		return new Stubbing(this.book, condition);
	}

	/**
	 * Begins a script for the requests that name a model.
	 * @param model the model's name
	 * @return the rest of the sentence
	 */
	public Stubbing onModel(String model) {
		return when((request) -> model.equals(request.model()));
	}

	/**
	 * Begins a script for the requests to a path.
	 * @param path the path, for example {@code /v1/models}
	 * @return the rest of the sentence
	 */
	public Stubbing onPath(String path) {
		return when((request) -> path.equals(request.path()));
	}

	/**
	 * Returns the latest requests in the order of their arrival, at most as many as the
	 * builder's log limit, which is 1000 by default.
	 * @return what is known of them by now
	 */
	public List<RecordedRequest> requests() {
		return this.log.requests();
	}

	/**
	 * Waits for the arrival of the next request that was not taken before.
	 * @param timeout how long to wait
	 * @return the request; its reply may still be running
	 * @throws AssertionError if none arrives in time
	 */
	public RecordedRequest takeRequest(Duration timeout) {
		return this.log.take(timeout);
	}

	/**
	 * Waits until a request in the log meets a condition, for example
	 * {@link RecordedRequest#closedEarly()}.
	 * @param condition the condition
	 * @param timeout how long to wait
	 * @return the first request that meets it
	 * @throws AssertionError if none does in time
	 */
	public RecordedRequest await(Predicate<? super RecordedRequest> condition, Duration timeout) {
		return this.log.await(() -> firstMatch(condition), timeout,
				(waited) -> "No request met the condition within " + waited + ": " + requests());
	}

	/**
	 * Waits until no request is without its whole reply.
	 * @param timeout how long to wait
	 * @throws AssertionError if some still are when the time is over
	 */
	public void awaitIdle(Duration timeout) {
		this.log.await(() -> (openRequests() == 0) ? Boolean.TRUE : null, timeout, (waited) -> "Still open after %s: %s"
			.formatted(waited, this.log.open().stream().map(Exchange::snapshot).toList()));
	}

	/**
	 * Waits until no connection to this server is open.
	 * @param timeout how long to wait
	 * @throws AssertionError if some still are when the time is over
	 */
	public void awaitNoConnections(Duration timeout) {
		this.log.await(() -> (openConnections() == 0) ? Boolean.TRUE : null, timeout,
				(waited) -> "%d connections still open after %s".formatted(openConnections(), waited));
	}

	/**
	 * Returns how many connections are open, idle ones of a pool included.
	 * @return their number
	 */
	public int openConnections() {
		return this.server.connections();
	}

	/**
	 * Returns how many requests have arrived whose reply is not complete.
	 * @return their number
	 */
	public int openRequests() {
		return this.log.open().size();
	}

	/**
	 * Closes all connections that are open now, as a restarting server does. New ones are
	 * accepted.
	 */
	public void dropConnections() {
		this.server.closeConnections(false);
	}

	/**
	 * Forgets all scripts and requests, fills the rate limit up and closes the
	 * connections that still have a reply running. Idle connections stay open.
	 */
	public void reset() {
		this.book.clear();
		this.server.closeConnections(true);
		this.log.clear();
		this.service.reset();
	}

	/**
	 * Stops the server, closes all connections and ends its threads. Further calls do
	 * nothing.
	 */
	@Override
	public void close() {
		this.server.close();
	}

	private @Nullable RecordedRequest firstMatch(Predicate<? super RecordedRequest> condition) {
		for (RecordedRequest request : requests()) {
			if (condition.test(request)) {
				return request;
			}
		}
		return null;
	}

	/**
	 * Describes the server by its address.
	 */
	@Override
	public String toString() {
		return "FakeTogether at " + baseUrl();
	}

}
