package ai.matey.backend.together.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.backend.together.error.Redaction;
import ai.matey.backend.together.http.JsonResponseReader;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.http.ResponseHead;
import ai.matey.backend.together.http.TogetherClient;
import ai.matey.backend.together.http.TogetherExchange;
import ai.matey.backend.together.response.ChatResponseReader;
import ai.matey.backend.together.stream.ChatStreamDecoder;
import ai.matey.backend.together.stream.ChatStreamReader;
import ai.matey.backend.together.stream.StreamDeadlines;
import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.errors.AdapterConversionException;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;

/**
 * Calls that a language model answers, in one piece or chunk by chunk.
 */
public final class ChatCalls {

	private final TogetherClient client;

	private final TogetherExchange exchange;

	private final Clock clock;

	public ChatCalls(TogetherClient client, TogetherExchange exchange, Clock clock) {
		this.client = client;
		this.exchange = exchange;
		this.clock = clock;
	}

	Mono<IRChatResponse> execute(Request request) {
		return Mono.defer(() -> {
			ProviderRequest outbound = outbound(request, false);
			IRMetadata.Builder metadata = metadata(request);
			long start = System.nanoTime();
			return this.exchange
				.<IRChatResponse>call(outbound,
						(attempt) -> new JsonResponseReader<>(attempt, this.exchange, outbound.deadlines(),
								this.client.maxInMemorySize(),
								(body, head) -> read(attempt, body.json(), head.headers(),
										received(metadata, attempt, head), Duration.ofNanos(System.nanoTime() - start),
										request.includeRaw() ? body.bytes().copy() : null)))
				.single();
		});
	}

	Flux<IRStreamChunk> stream(Request request) {
		return Flux.defer(() -> {
			ProviderRequest outbound = outbound(request, true);
			IRMetadata.Builder metadata = metadata(request);
			return this.exchange.call(outbound, (attempt) -> streamReader(attempt, outbound, metadata, request));
		});
	}

	/**
	 * Reads an answer that someone else received.
	 * @param body the body
	 * @param request what was asked
	 * @return the answer
	 */
	IRChatResponse read(Map<String, @Nullable Object> body, Request request) {
		BackendCall call = BackendCall.of(this.client.name(), request.operation(), request.model());
		Attempt attempt = new Attempt(call, 0, new Redaction(request.prompts()));
		IRChatResponse response = read(attempt, Json.tree(body), HttpHeaders.EMPTY, metadata(request).build(),
				Duration.ZERO, null);
		if (response == null) {
			throw new AdapterConversionException("The body is no answer of a language model: it has no choices.",
					attempt.details(), null);
		}
		return response;
	}

	private ProviderRequest outbound(Request request, boolean stream) {
		return new ProviderRequest(request.operation(), stream, request.model(), request.metadata().requestId(),
				HttpMethod.POST, request.path(), Json.bytes(request.body()),
				request.deadlines().orElse(this.client.deadlines()), request.maxAttempts(), request.prompts());
	}

	private IRMetadata.Builder metadata(Request request) {
		IRMetadata metadata = request.metadata();
		return IRMetadata.builder()
			.requestId(metadata.requestId())
			// Until the answer says better
			.model(request.model())
			.timestamp(this.clock.instant())
			.provenance(metadata.provenance().withBackend(ProviderNames.ADAPTER))
			.warnings(metadata.warnings())
			.warnings(request.warnings());
	}

	private static IRMetadata received(IRMetadata.Builder metadata, Attempt attempt, ResponseHead head) {
		return metadata.attempts(attempt.number()).rateLimits(head.rateLimits()).build();
	}

	private @Nullable IRChatResponse read(Attempt attempt, JsonNode root, HttpHeaders headers, IRMetadata metadata,
			Duration latency, byte @Nullable [] raw) {
		JsonNode failed = WireReader.isError(root) ? root : WireReader.failedChoice(root);
		if (failed != null) {
			throw this.exchange.errors().ofBody(attempt, headers, ErrorBody.of(failed).orId(Json.text(root, "id")));
		}
		return ChatResponseReader.isAnswer(root)
				? ChatResponseReader.read(root, metadata, latency, raw, this.client.splitThinkTags()) : null;
	}

	private ChatStreamReader streamReader(Attempt attempt, ProviderRequest outbound, IRMetadata.Builder metadata,
			Request request) {
		StreamDeadlines watch = new StreamDeadlines(outbound.deadlines(), this.exchange::nanoTime);
		return new ChatStreamReader(attempt, this.exchange,
				(head) -> new ChatStreamDecoder(attempt, head.headers(), received(metadata, attempt, head),
						this.exchange.errors(), watch, this.client.maxInMemorySize(), request.includeRaw(),
						this.client.splitThinkTags()),
				watch);
	}

	/**
	 * What is asked of a model.
	 *
	 * @param operation what kind of call it is
	 * @param path the endpoint's path
	 * @param model the model
	 * @param body the JSON body
	 * @param prompts the texts that must not appear in messages
	 * @param warnings what the caller should know about the request
	 * @param metadata the caller's metadata
	 * @param deadlines the caller's deadlines
	 * @param maxAttempts the caller's number of attempts, or {@code null}
	 * @param includeRaw whether the answer carries the provider's body
	 */
	record Request(BackendCall.Operation operation, String path, String model, Map<String, @Nullable Object> body,
			Supplier<List<String>> prompts, List<IRWarning> warnings, IRMetadata metadata, IRDeadlines deadlines,
			@Nullable Integer maxAttempts, boolean includeRaw) {

	}

}
