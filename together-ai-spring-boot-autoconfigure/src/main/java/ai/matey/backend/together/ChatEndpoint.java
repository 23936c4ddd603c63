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

import ai.matey.adapter.BackendCall;
import ai.matey.errors.AdapterConversionException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;

/**
 * {@code POST /chat/completions}: joins mapping, exchange and reading.
 */
final class ChatEndpoint {

	private static final String PATH = "/chat/completions";

	private final TogetherClient client;

	private final TogetherExchange exchange;

	private final Clock clock;

	private final ChatRequestMapper requests;

	ChatEndpoint(TogetherClient client, TogetherExchange exchange, Clock clock) {
		this.client = client;
		this.exchange = exchange;
		this.clock = clock;
		this.requests = new ChatRequestMapper(client.defaultModel());
	}

	Map<String, @Nullable Object> fromIR(IRChatRequest request, boolean stream) {
		return this.requests.map(request, stream, (warning) -> {
		});
	}

	IRChatResponse toIR(Map<String, @Nullable Object> body, IRChatRequest request) {
		BackendCall call = BackendCall.of(this.client.name(), BackendCall.Operation.CHAT, request.model());
		Attempt attempt = new Attempt(call, 0, new Redaction("", prompts(request)));
		JsonNode root = Json.tree(body);
		IRChatResponse response = answer(attempt, root, HttpHeaders.EMPTY, answerMetadata(request, List.of()).build(),
				Duration.ZERO, null);
		if (response == null) {
			throw new AdapterConversionException("The body is no answer to a chat request: it has no choices.",
					attempt.details(), null);
		}
		return response;
	}

	Mono<IRChatResponse> execute(IRChatRequest request) {
		return Mono.defer(() -> {
			List<IRWarning> warnings = new ArrayList<>(0);
			Outbound outbound = outbound(request, false, warnings);
			IRMetadata.Builder metadata = answerMetadata(request, warnings);
			long start = System.nanoTime();
			return this.exchange
				.<IRChatResponse>call(outbound, (attempt) -> new JsonReader<>(attempt, this.exchange,
						outbound.deadlines(), this.client.maxInMemorySize(),
						(body, headers) -> answer(attempt, body.json(), headers, received(metadata, attempt, headers),
								Duration.ofNanos(System.nanoTime() - start),
								request.includeRaw() ? body.bytes() : null)))
				.single();
		});
	}

	Flux<IRStreamChunk> executeStream(IRChatRequest request) {
		return Flux.defer(() -> {
			List<IRWarning> warnings = new ArrayList<>(0);
			Outbound outbound = outbound(request, true, warnings);
			IRMetadata.Builder metadata = answerMetadata(request, warnings);
			return this.exchange.call(outbound, (attempt) -> streamReader(attempt, outbound, metadata, request));
		});
	}

	private Outbound outbound(IRChatRequest request, boolean stream, List<IRWarning> warnings) {
		Map<String, @Nullable Object> body = this.requests.map(request, stream, warnings::add);
		return new Outbound(BackendCall.Operation.CHAT, stream, this.requests.model(request.parameters()),
				request.metadata().requestId(), HttpMethod.POST, PATH, Json.bytes(body),
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
			.provenance(metadata.provenance().withBackend(TogetherAIBackendAdapter.NAME))
			.warnings(metadata.warnings())
			.warnings(warnings);
	}

	private IRMetadata received(IRMetadata.Builder metadata, Attempt attempt, HttpHeaders headers) {
		return metadata.attempts(attempt.number()).rateLimits(this.exchange.rateLimitHeaders().read(headers)).build();
	}

	private @Nullable IRChatResponse answer(Attempt attempt, JsonNode root, HttpHeaders headers, IRMetadata metadata,
			Duration latency, byte @Nullable [] raw) {
		JsonNode failed = WireReader.isError(root) ? root : WireReader.failedChoice(root);
		if (failed != null) {
			throw this.exchange.errors().ofBody(attempt, headers, ErrorBody.of(failed).orId(Json.text(root, "id")));
		}
		return ChatAnswerReader.isAnswer(root)
				? ChatAnswerReader.read(root, metadata, latency, raw, this.client.splitThinkTags()) : null;
	}

	private ChatStreamReader streamReader(Attempt attempt, Outbound outbound, IRMetadata.Builder metadata,
			IRChatRequest request) {
		StreamWatch watch = new StreamWatch(outbound.deadlines(), this.exchange::nanoTime);
		return new ChatStreamReader(attempt,
				(headers) -> new ChatStreamDecoder(attempt, headers, received(metadata, attempt, headers),
						this.exchange.errors(), watch, this.client.maxInMemorySize(), request.includeRaw(),
						this.client.splitThinkTags()),
				watch);
	}

}
