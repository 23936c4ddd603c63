package ai.matey.benchmarks;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one writes by hand with Spring: {@code WebClient}, {@code ServerSentEvent},
 * records and Jackson.
 */
public final class StockContender implements Contender {

	/** The mapper that Spring Boot would configure, as far as it matters here. */
	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
	};

	private final ConnectionProvider connections;

	private final WebClient client;

	StockContender(int port) {
		this.connections = ConnectionProvider.builder("stock").maxConnections(10_000).build();
		this.client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(this.connections).compress(true)))
			.baseUrl("http://127.0.0.1:" + port + "/v1")
			.defaultHeaders((headers) -> headers.setBearerAuth("benchmark-key"))
			.build();
	}

	@Override
	public String name() {
		return "stock WebClient";
	}

	@Override
	public Mono<Integer> stream(Scenario scenario, Consumer<String> deltas) {
		return Counting.of(post(scenario, true).accept(MediaType.TEXT_EVENT_STREAM)
			.retrieve()
			.bodyToFlux(EVENT)
			.mapNotNull(ServerSentEvent::data)
			.takeWhile((data) -> !data.equals("[DONE]"))
			.map(StockContender::read), StockContender::delta, deltas);
	}

	@Override
	public Mono<Integer> call() {
		return post(Scenario.PLAIN, false).accept(MediaType.APPLICATION_JSON)
			.retrieve()
			.bodyToMono(Completion.class)
			.map((answer) -> answer.choices().get(0).message().content().length());
	}

	private WebClient.RequestHeadersSpec<?> post(Scenario scenario, boolean stream) {
		return this.client.post()
			.uri("/chat/completions")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(new Request(scenario.model(), List.of(new Message("user", "Why is the sky blue?")), stream));
	}

	/**
	 * Reads an event's data.
	 * @param data the JSON
	 * @return the chunk
	 */
	public static Chunk read(String data) {
		return MAPPER.readValue(data, Chunk.class);
	}

	private static @Nullable String delta(Chunk chunk) {
		return chunk.choices().isEmpty() ? null : chunk.choices().get(0).delta().content();
	}

	@Override
	public void close() {
		this.connections.dispose();
	}

	record Request(String model, List<Message> messages, boolean stream) {

	}

	record Message(String role, String content) {

	}

	record Completion(String id, String model, List<Answer> choices, @Nullable Usage usage) {

	}

	record Answer(int index, Message message, String finish_reason) {

	}

	/**
	 * A chunk as the wire has it.
	 *
	 * @param id the answer's id
	 * @param object the kind of object
	 * @param created when
	 * @param model the model
	 * @param choices the choices
	 * @param usage the usage
	 */
	public record Chunk(String id, String object, long created, String model, List<Choice> choices,
			@Nullable Usage usage) {

	}

	record Choice(int index, @Nullable String text, Delta delta, @Nullable String finish_reason) {

	}

	record Delta(@Nullable String role, @Nullable String content, @Nullable Integer token_id) {

	}

	record Usage(int prompt_tokens, int completion_tokens, int total_tokens) {

	}

}
