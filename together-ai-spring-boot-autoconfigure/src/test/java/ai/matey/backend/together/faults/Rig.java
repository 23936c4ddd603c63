package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.TogetherHttpClient;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client and a server that misbehaves on demand. The client's pool can be looked into;
 * all else is what an application gets.
 */
final class Rig implements AutoCloseable {

	static final String KEY = "key-7f3a9c51d2e84b06";

	static final String MODEL = "test/model";

	static final String PROMPT = "Which of my secrets do you know by heart?";

	/** Long enough for anything that goes well on a busy machine. */
	static final IRDeadlines LONG = new IRDeadlines(Duration.ofSeconds(10), Duration.ofSeconds(10),
			Duration.ofSeconds(10), Duration.ofSeconds(10), null);

	/** Three attempts almost at once. */
	static final TogetherRetry QUICK = new TogetherRetry(3, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0,
			Duration.ofSeconds(2));

	private final FakeTogether server;

	private final boolean ownServer;

	private final PoolView pool = new PoolView();

	private final Events events = new Events();

	private final boolean closes;

	private final TogetherAIBackendAdapter together;

	private Rig(Setup setup) {
		this.ownServer = setup.server == null;
		this.closes = setup.closes;
		this.server = (setup.server != null) ? setup.server : startServer(setup.logLimit);
		ConnectionProvider connections = TogetherHttpClient.connectionProvider("test", setup.http)
			.mutate()
			.metrics(true, () -> this.pool)
			.build();
		HttpClient httpClient = setup.httpClient
			.apply(TogetherHttpClient.create(connections, setup.http, setup.deadlines.connect()));
		WebClient.Builder webClient = WebClient.builder().clientConnector(new ReactorClientHttpConnector(httpClient));
		setup.webClient.accept(webClient);
		TogetherAIBackendAdapterBuilder builder = TogetherAIBackendAdapter.builder()
			.apiKey(KEY)
			.baseUrl((setup.baseUrl != null) ? setup.baseUrl : this.server.baseUrl())
			.deadlines(setup.deadlines)
			.retry(setup.retry)
			.http(setup.http)
			.listener(this.events)
			.webClientBuilder(webClient)
			.onClose(connections::dispose);
		setup.builder.accept(builder);
		this.together = builder.build();
	}

	static FakeTogether startServer(int logLimit) {
		return FakeTogether.builder().model(MODEL).pace(Duration.ZERO).logLimit(logLimit).start();
	}

	static Setup setup() {
		return new Setup();
	}

	FakeTogether server() {
		return this.server;
	}

	PoolView pool() {
		return this.pool;
	}

	Events events() {
		return this.events;
	}

	TogetherAIBackendAdapter together() {
		return this.together;
	}

	static IRChatRequest request() {
		return IRChatRequest.builder().model(MODEL).user(PROMPT).build();
	}

	Mono<IRChatResponse> chat() {
		return this.together.execute(request());
	}

	Flux<IRStreamChunk> stream() {
		return this.together.executeStream(request());
	}

	/**
	 * The text of an answer, asked for in one way or the other.
	 */
	String text(boolean streamed) {
		if (!streamed) {
			return chat().block(Await.PATIENCE).text();
		}
		return text(stream().collectList().block(Await.PATIENCE));
	}

	/**
	 * The text of a stream's chunks, checked against the answer in the last of them.
	 */
	static String text(List<IRStreamChunk> chunks) {
		StringBuilder text = new StringBuilder();
		for (IRStreamChunk chunk : chunks) {
			if (chunk instanceof IRStreamChunk.Content content) {
				text.append(content.delta());
			}
		}
		assertThat(chunks.get(0)).isInstanceOf(IRStreamChunk.Start.class);
		assertThat(chunks.stream().filter(IRStreamChunk.Done.class::isInstance)).hasSize(1);
		IRStreamChunk.Done done = (IRStreamChunk.Done) chunks.get(chunks.size() - 1);
		assertThat(done.response().text()).isEqualTo(text.toString());
		return text.toString();
	}

	/**
	 * Checks that nothing is left of the calls so far: no connection in use, no request
	 * without an end, no call without an outcome.
	 */
	void assertClean() {
		Await.until(() -> this.pool.inUse() == 0 && this.pool.waiting() == 0,
				() -> this.pool.inUse() + " connections in use, " + this.pool.waiting() + " calls waiting for one");
		Await.until(() -> this.events.finished() == this.events.started(),
				() -> this.events.started() + " calls started, " + this.events.finished() + " finished");
		if (this.closes) {
			this.server.awaitIdle(Await.PATIENCE);
		}
	}

	@Override
	public void close() {
		this.together.close();
		if (this.ownServer) {
			this.server.close();
		}
	}

	/**
	 * What may differ.
	 */
	static final class Setup {

		private IRDeadlines deadlines = LONG;

		private TogetherRetry retry = QUICK;

		private TogetherHttp http = TogetherHttp.DEFAULT;

		private UnaryOperator<HttpClient> httpClient = UnaryOperator.identity();

		private Consumer<WebClient.Builder> webClient = (webClient) -> {
		};

		private Consumer<TogetherAIBackendAdapterBuilder> builder = (builder) -> {
		};

		private String baseUrl;

		private FakeTogether server;

		private int logLimit = 1000;

		private boolean closes = true;

		Setup deadlines(IRDeadlines deadlines) {
			this.deadlines = deadlines;
			return this;
		}

		Setup retry(TogetherRetry retry) {
			this.retry = retry;
			return this;
		}

		Setup http(TogetherHttp http) {
			this.http = http;
			return this;
		}

		Setup httpClient(UnaryOperator<HttpClient> httpClient) {
			this.httpClient = httpClient;
			return this;
		}

		Setup webClient(Consumer<WebClient.Builder> webClient) {
			this.webClient = webClient;
			return this;
		}

		Setup builder(Consumer<TogetherAIBackendAdapterBuilder> builder) {
			this.builder = builder;
			return this;
		}

		Setup baseUrl(String baseUrl) {
			this.baseUrl = baseUrl;
			return this;
		}

		/** Uses a server that is there, and leaves it running. */
		Setup server(FakeTogether server) {
			this.server = server;
			return this;
		}

		/** Whether the HTTP library closes a connection in the middle of an answer. */
		Setup closesConnections(boolean closes) {
			this.closes = closes;
			return this;
		}

		Setup logLimit(int logLimit) {
			this.logLimit = logLimit;
			return this;
		}

		Rig start() {
			return new Rig(this);
		}

	}

}
