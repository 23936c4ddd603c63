package ai.matey.backend.together.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.backend.together.error.Redaction;
import ai.matey.backend.together.http.JsonResponseReader;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.http.ResponseHead;
import ai.matey.backend.together.http.TogetherClient;
import ai.matey.backend.together.http.TogetherExchange;
import ai.matey.backend.together.response.AssemblyOptions;
import ai.matey.backend.together.response.ChatResponseReader;
import ai.matey.backend.together.response.ResponseLimitException;
import ai.matey.backend.together.stream.ChatStreamDecoder;
import ai.matey.backend.together.stream.ChatStreamReader;
import ai.matey.backend.together.wire.Json;
import ai.matey.errors.AdapterConversionException;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRStreamChunk;

/**
 * Calls to language models, plain or streamed. A call begins when its method is invoked,
 * so the methods must be invoked once per subscription.
 */
public final class ChatCalls {

	private final TogetherClient client;

	private final TogetherExchange exchange;

	private final CallCosts costs;

	private final Clock clock;

	public ChatCalls(TogetherClient client, TogetherExchange exchange, CallCosts costs, Clock clock) {
		this.client = client;
		this.exchange = exchange;
		this.costs = costs;
		this.clock = clock;
	}

	Mono<IRChatResponse> execute(ProviderRequest request) {
		IRMetadata.Builder metadata = metadata(request);
		long start = System.nanoTime();
		return this.exchange.<IRChatResponse>call(request, (attempt, head) -> new JsonResponseReader<>(attempt, head,
				this.exchange.errors(), this.client.maxInMemorySize(), (body) -> {
					Duration latency = Duration.ofNanos(System.nanoTime() - start);
					IRChatResponse response = read(attempt, body.json(), received(metadata, attempt, head), latency,
							request.includeRaw() ? body.bytes().copy() : null);
					return (response != null) ? this.costs.charge(attempt.call(), response) : null;
				}));
	}

	Flux<IRStreamChunk> stream(ProviderRequest request) {
		IRMetadata.Builder metadata = metadata(request);
		long start = System.nanoTime();
		return this.exchange.stream(request,
				(attempt, head) -> ChatStreamReader.of(attempt, head, this.exchange.errors(),
						() -> new ChatStreamDecoder(attempt, head.headers(), received(metadata, attempt, head),
								this.exchange.errors(), this.client.maxInMemorySize(), request.includeRaw(),
								options(request.assembleResponse()), start),
						(response) -> this.costs.charge(attempt.call(), response)));
	}

	/**
	 * Read a response that was received elsewhere.
	 * @param body the body
	 * @param request the request
	 * @return the response
	 */
	IRChatResponse read(Map<String, @Nullable Object> body, ProviderRequest request) {
		BackendCall call = BackendCall.of(this.client.name(), request.operation(), request.model());
		Attempt attempt = new Attempt(call, 0, new Redaction(request.prompts()));
		ResponseHead head = ResponseHead.OK;
		JsonNode root = Json.tree(body);
		ErrorBody error = ErrorBody.inside(root);
		if (error != null) {
			throw this.exchange.errors().ofBody(attempt, head.headers(), error);
		}
		IRChatResponse response = read(attempt, root, metadata(request).build(), Duration.ZERO, null);
		if (response == null) {
			throw new AdapterConversionException("The body is not a response of a language model: it has no choices.",
					attempt.details(), null);
		}
		return response;
	}

	private IRMetadata.Builder metadata(ProviderRequest request) {
		// The requested model, until the response names the one that produced it
		return ResponseMetadata.of(request, this.client.name()).model(request.model()).timestamp(this.clock.instant());
	}

	private static IRMetadata received(IRMetadata.Builder metadata, Attempt attempt, ResponseHead head) {
		return metadata.attempts(attempt.number()).rateLimits(head.rateLimits()).build();
	}

	private @Nullable IRChatResponse read(Attempt attempt, JsonNode root, IRMetadata metadata, Duration latency,
			byte @Nullable [] raw) {
		if (!ChatResponseReader.isResponse(root)) {
			return null;
		}
		try {
			return ChatResponseReader.read(root, metadata, latency, raw, options(true));
		}
		catch (ResponseLimitException ex) {
			throw new AdapterConversionException(
					"Together AI responded for " + attempt.subject() + ", but " + ex.getMessage() + ".",
					attempt.details(), ex);
		}
	}

	private AssemblyOptions options(boolean keepContent) {
		return new AssemblyOptions(this.client.splitThinkTags(), keepContent, this.client.maxResponseSize());
	}

}
