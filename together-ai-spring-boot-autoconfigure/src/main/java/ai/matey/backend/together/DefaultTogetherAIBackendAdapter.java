package ai.matey.backend.together;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.AdapterCapabilities;
import ai.matey.adapter.AdapterMetadata;
import ai.matey.adapter.BackendCall;
import ai.matey.ir.AIModel;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;

/**
 * Joins mapping, exchange and reading; holds no state of its own beside the catalogue of
 * models.
 */
final class DefaultTogetherAIBackendAdapter implements TogetherAIBackendAdapter {

	private static final String CHAT_PATH = "/chat/completions";

	private static final AdapterMetadata METADATA = new AdapterMetadata(NAME, PROVIDER,
			new AdapterCapabilities(true, true, true, true, true, false, true, true));

	private final TogetherClient client;

	private final TogetherExchange exchange;

	private final Clock clock;

	private final ChatRequestMapper requests;

	private final ModelCatalogue models;

	private final List<Runnable> closing;

	DefaultTogetherAIBackendAdapter(TogetherClient client, TogetherExchange exchange, Clock clock,
			List<Runnable> closing) {
		this.client = client;
		this.exchange = exchange;
		this.clock = clock;
		this.requests = new ChatRequestMapper(client.defaultModel());
		this.models = new ModelCatalogue(fetchModels(), client.modelsCacheTtl(), clock);
		this.closing = List.copyOf(closing);
	}

	@Override
	public AdapterMetadata metadata() {
		return METADATA;
	}

	@Override
	public String clientName() {
		return this.client.name();
	}

	@Override
	public Map<String, @Nullable Object> fromIR(IRChatRequest request, boolean stream) {
		return this.requests.map(request, stream, (warning) -> {
		});
	}

	@Override
	public IRChatResponse toIR(Map<String, @Nullable Object> body, IRChatRequest request) {
		return ChatAnswerReader.read(Json.tree(body), answerMetadata(request, List.of()).build(), Duration.ZERO, null);
	}

	@Override
	public Mono<IRChatResponse> execute(IRChatRequest request) {
		return Mono.defer(() -> {
			List<IRWarning> warnings = new ArrayList<>(0);
			Outbound outbound = chat(request, false, warnings);
			IRMetadata.Builder metadata = answerMetadata(request, warnings);
			long start = System.nanoTime();
			return this.exchange
				.<IRChatResponse>call(outbound,
						(attempt) -> new JsonReader<>(attempt, this.exchange, outbound.deadlines(),
								this.client.maxInMemorySize(),
								(body, headers) -> answer(attempt, body, headers, metadata, request,
										Duration.ofNanos(System.nanoTime() - start))))
				.single();
		});
	}

	@Override
	public Flux<IRStreamChunk> executeStream(IRChatRequest request) {
		return Flux.defer(() -> {
			List<IRWarning> warnings = new ArrayList<>(0);
			Outbound outbound = chat(request, true, warnings);
			IRMetadata.Builder metadata = answerMetadata(request, warnings);
			return this.exchange.call(outbound, (attempt) -> streamReader(attempt, outbound, metadata, request));
		});
	}

	@Override
	public Mono<ListModelsResult> listModels(ListModelsOptions options) {
		return this.models.list(options);
	}

	@Override
	public void close() {
		this.closing.forEach(Runnable::run);
	}

	private Outbound chat(IRChatRequest request, boolean stream, List<IRWarning> warnings) {
		Map<String, @Nullable Object> body = this.requests.map(request, stream, warnings::add);
		return new Outbound(BackendCall.Operation.CHAT, stream, this.requests.model(request.parameters()),
				request.metadata().requestId(), HttpMethod.POST, CHAT_PATH, Json.bytes(body),
				request.deadlines().orElse(this.client.deadlines()), prompts(request));
	}

	private static Supplier<List<String>> prompts(IRChatRequest request) {
		return () -> request.messages()
			.stream()
			.flatMap((message) -> message.content().stream())
			.map(PromptTexts::of)
			.filter((text) -> !text.isEmpty())
			.toList();
	}

	private IRMetadata.Builder answerMetadata(IRChatRequest request, List<IRWarning> warnings) {
		IRMetadata metadata = request.metadata();
		return IRMetadata.builder()
			.requestId(metadata.requestId())
			.timestamp(this.clock.instant())
			.provenance(metadata.provenance().withBackend(NAME))
			.warnings(metadata.warnings())
			.warnings(warnings);
	}

	private @Nullable IRChatResponse answer(Attempt attempt, JsonReader.Body body, HttpHeaders headers,
			IRMetadata.Builder metadata, IRChatRequest request, Duration latency) {
		if (!ChatAnswerReader.isAnswer(body.json())) {
			return null;
		}
		IRChatResponse response = ChatAnswerReader.read(body.json(),
				metadata.attempts(attempt.number()).rateLimits(this.exchange.rateLimitHeaders().read(headers)).build(),
				latency, request.includeRaw() ? body.bytes() : null);
		if (response.finishReason() == FinishReason.ERROR) {
			JsonNode choice = body.json().path("choices").path(0);
			throw this.exchange.errors()
				.ofBody(attempt, headers, ErrorBody.of(choice, choice.path("error").toString()));
		}
		return response;
	}

	private ChatStreamReader streamReader(Attempt attempt, Outbound outbound, IRMetadata.Builder metadata,
			IRChatRequest request) {
		StreamWatch watch = new StreamWatch(outbound.deadlines(), this.exchange.scheduler(), System::nanoTime);
		return new ChatStreamReader(attempt, (headers) -> new ChatStreamDecoder(attempt, headers,
				metadata.attempts(attempt.number()).rateLimits(this.exchange.rateLimitHeaders().read(headers)).build(),
				this.exchange.errors(), watch, this.client.maxInMemorySize(), request.includeRaw()), watch,
				outbound.deadlines().total());
	}

	private Mono<List<AIModel>> fetchModels() {
		IRDeadlines deadlines = this.client.deadlines();
		return Mono.defer(() -> {
			Outbound outbound = new Outbound(BackendCall.Operation.MODELS, false, null,
					IRMetadata.builder().build().requestId(), HttpMethod.GET, "/models", null, deadlines, List::of);
			return this.exchange
				.<List<AIModel>>call(outbound,
						(attempt) -> new JsonReader<>(attempt, this.exchange, deadlines, this.client.maxInMemorySize(),
								(body, headers) -> ModelReader.read(body.json())))
				.single();
		});
	}

}
