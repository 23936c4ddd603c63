package ai.matey.test.together;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

import ai.matey.test.together.server.FakeServer;
import ai.matey.test.together.server.RequestLog;
import ai.matey.test.together.service.ServiceSettings;
import ai.matey.test.together.service.TogetherService;
import org.jspecify.annotations.Nullable;

/**
 * A fake Together AI server that runs in the process of the test. Without a script, it
 * behaves like the service: it responds in the service's format, with content that is
 * composed from the request and labeled as made up, and rejects the requests that the
 * service would reject. With a script, it misbehaves on demand.
 *
 * <pre class="code">
 * try (FakeTogether fake = FakeTogether.start()) {
 *     fake.enqueue(Reply.status(503).error("service_unavailable", "Full"), Reply.text("Hello"));
 *     // … call fake.baseUrl() with any key …
 *     assertThat(fake.requests()).hasSize(2);
 * }
 * </pre>
 *
 * Listens on the loopback interface only. Thread-safe. Methods that wait must not be
 * called from an event loop.
 *
 * @since 0.1.0
 */
public final class FakeTogether implements AutoCloseable {

	private final RequestLog log;

	private final StubRegistry stubs = new StubRegistry();

	private final TogetherService service;

	private final FakeServer server;

	FakeTogether(int port, int logLimit, ServiceSettings settings) {
		this.log = new RequestLog(logLimit);
		this.service = new TogetherService(settings);
		this.server = new FakeServer(port, this.log, new Dispatcher(this.stubs, this.service)::dispatch);
	}

	/**
	 * Start a server on a free port. It accepts any API key and sends 50 tokens per
	 * second.
	 * @return the running server
	 */
	public static FakeTogether start() {
		return builder().start();
	}

	/**
	 * Create a new builder with the defaults of {@link #start()}.
	 * @return the builder
	 */
	public static FakeTogetherBuilder builder() {
		return new FakeTogetherBuilder();
	}

	/**
	 * Return the base URL to configure in a client.
	 * @return the base URL, for example {@code http://localhost:1234/v1}
	 */
	public String baseUrl() {
		return "http://localhost:" + port() + "/v1";
	}

	/**
	 * Return the port that the server listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Script the replies to the next requests, one reply per request. After that, the
	 * server responds without a script again.
	 * @param replies the replies in order
	 */
	public void enqueue(Reply... replies) {
		when((request) -> true).reply(replies);
	}

	/**
	 * Script the same reply to the given number of requests, as in "fail twice, then
	 * succeed". After that, the server responds without a script again.
	 * @param times the number of requests
	 * @param reply the reply
	 */
	public void enqueue(int times, Reply reply) {
		enqueue(Collections.nCopies(times, reply).toArray(new Reply[0]));
	}

	/**
	 * Start a script for the requests that meet a condition.
	 * @param condition the condition; must not block because it runs on the event loop of
	 * the server
	 * @return the script to complete
	 */
	public Stubbing when(Predicate<? super RecordedRequest> condition) {
		return new Stubbing(this.stubs, condition);
	}

	/**
	 * Start a script for the requests that name a model.
	 * @param model the name of the model
	 * @return the script to complete
	 */
	public Stubbing onModel(String model) {
		return when((request) -> model.equals(request.model()));
	}

	/**
	 * Start a script for the requests to a path.
	 * @param path the path, for example {@code /v1/models}
	 * @return the script to complete
	 */
	public Stubbing onPath(String path) {
		return when((request) -> path.equals(request.path()));
	}

	/**
	 * Return the latest requests in the order of their arrival. By default the log keeps
	 * 1000; see {@link FakeTogetherBuilder#logLimit(int)}.
	 * @return the requests in their current state
	 */
	public List<RecordedRequest> requests() {
		return this.log.exchanges().stream().map(RecordedRequest::of).toList();
	}

	/**
	 * Wait for the next request that has not been taken yet.
	 * @param timeout the maximum time to wait
	 * @return the request, whose response may still be running
	 * @throws AssertionError if none arrives within the timeout
	 */
	public RecordedRequest takeRequest(Duration timeout) {
		return RecordedRequest.of(this.log.take(timeout));
	}

	/**
	 * Wait until a request in the log meets a condition, for example
	 * {@link RecordedRequest#closedEarly()}.
	 * @param condition the condition
	 * @param timeout the maximum time to wait
	 * @return the first request that meets the condition
	 * @throws AssertionError if none does within the timeout
	 */
	public RecordedRequest await(Predicate<? super RecordedRequest> condition, Duration timeout) {
		return this.log.await(() -> firstMatch(condition), timeout,
				(waited) -> "No request met the condition within " + waited + ": " + requests());
	}

	/**
	 * Wait until all responses are complete.
	 * @param timeout the maximum time to wait
	 * @throws AssertionError if some are still incomplete after the timeout
	 */
	public void awaitIdle(Duration timeout) {
		this.log.await(() -> (openRequests() == 0) ? Boolean.TRUE : null, timeout, (waited) -> "Still open after %s: %s"
			.formatted(waited, this.log.open().stream().map(RecordedRequest::of).toList()));
	}

	/**
	 * Wait until no connection to this server is open.
	 * @param timeout the maximum time to wait
	 * @throws AssertionError if some are still open after the timeout
	 */
	public void awaitNoConnections(Duration timeout) {
		this.log.await(() -> (openConnections() == 0) ? Boolean.TRUE : null, timeout,
				(waited) -> "%d connections still open after %s".formatted(openConnections(), waited));
	}

	/**
	 * Return the number of open connections, including idle ones in a pool.
	 * @return the number of connections
	 */
	public int openConnections() {
		return this.server.connections();
	}

	/**
	 * Return the number of requests whose response is not complete.
	 * @return the number of requests
	 */
	public int openRequests() {
		return this.log.open().size();
	}

	/**
	 * Close all connections that are open now, as a restarting server does. New ones are
	 * accepted.
	 */
	public void dropConnections() {
		this.server.closeConnections(false);
	}

	/**
	 * Remove all scripts and requests, reset the rate limit and close the connections
	 * whose response is still running. Idle connections stay open.
	 */
	public void reset() {
		this.stubs.clear();
		this.server.closeConnections(true);
		this.log.clear();
		this.service.reset();
	}

	/**
	 * Stop the server, close all connections and end its threads. Calling this method
	 * again has no effect.
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
	 * Return a description with the base URL.
	 */
	@Override
	public String toString() {
		return "FakeTogether at " + baseUrl();
	}

}
