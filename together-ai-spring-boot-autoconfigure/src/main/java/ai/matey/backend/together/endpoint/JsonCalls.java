package ai.matey.backend.together.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.ErrorBody;
import ai.matey.backend.together.http.JsonResponseReader;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.http.TogetherClient;
import ai.matey.backend.together.http.TogetherExchange;
import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRWarning;
import ai.matey.ir.RateLimits;

/**
 * Calls that get one JSON body: what the smaller endpoints have in common.
 */
public final class JsonCalls {

	private final TogetherClient client;

	private final TogetherExchange exchange;

	private final Clock clock;

	public JsonCalls(TogetherClient client, TogetherExchange exchange, Clock clock) {
		this.client = client;
		this.exchange = exchange;
		this.clock = clock;
	}

	/**
	 * The model of a request.
	 * @param model the request's model, or {@code null}
	 * @return the model
	 */
	static String model(@Nullable String model) {
		if (model == null || model.isBlank()) {
			throw InvalidRequests.request("model",
					"the request names no model; name one, since together.default-model is for chats");
		}
		return model;
	}

	/**
	 * Makes a call.
	 * @param <T> what the answer holds
	 * @param request what is asked
	 * @param reader reads the answer's body, given what is known beside it; gives
	 * {@code null} if the body is JSON but not such an answer
	 * @return what the answer holds
	 */
	<T> Mono<T> call(Request request, BiFunction<JsonNode, IRMetadata, @Nullable T> reader) {
		IRDeadlines deadlines = request.deadlines().orElse(this.client.deadlines());
		ProviderRequest outbound = new ProviderRequest(request.operation(), false, request.model(),
				request.metadata().requestId(), HttpMethod.POST, request.path(), Json.bytes(request.body()), deadlines,
				null, request::prompts);
		return Mono.defer(() -> {
			long start = System.nanoTime();
			return this.exchange
				.<T>call(outbound, (attempt) -> new JsonResponseReader<>(attempt, this.exchange, deadlines,
						this.client.maxInMemorySize(),
						(body, head) -> read(attempt, body.json(), head.headers(),
								metadata(request, attempt, head.rateLimits(), body.json(),
										Duration.ofNanos(System.nanoTime() - start)),
								reader)))
				.single();
		});
	}

	private <T> @Nullable T read(Attempt attempt, JsonNode root, HttpHeaders headers, IRMetadata metadata,
			BiFunction<JsonNode, IRMetadata, @Nullable T> reader) {
		if (WireReader.isError(root)) {
			throw this.exchange.errors().ofBody(attempt, headers, ErrorBody.of(root));
		}
		return reader.apply(root, metadata);
	}

	private IRMetadata metadata(Request request, Attempt attempt, @Nullable RateLimits rateLimits, JsonNode root,
			Duration latency) {
		IRMetadata asked = request.metadata();
		IRMetadata.Builder metadata = IRMetadata.builder()
			.requestId(asked.requestId())
			.timestamp(this.clock.instant())
			.provenance(asked.provenance().withBackend(ProviderNames.ADAPTER))
			.warnings(asked.warnings())
			.warnings(request.warnings())
			.providerResponseId(Json.text(root, "id"))
			.model(Json.text(root, "model"))
			.rateLimits(rateLimits)
			.latency(latency)
			.attempts(attempt.number());
		WireReader.warnings(root, metadata::warning);
		return metadata.build();
	}

	/**
	 * What is asked of an endpoint.
	 *
	 * @param operation what kind of call it is
	 * @param path the endpoint's path
	 * @param model the model
	 * @param body the JSON body
	 * @param prompts the texts that must not appear in messages
	 * @param warnings what the caller should know about the request
	 * @param metadata the caller's metadata
	 * @param deadlines the caller's deadlines
	 */
	record Request(BackendCall.Operation operation, String path, String model, Map<String, @Nullable Object> body,
			List<String> prompts, List<IRWarning> warnings, IRMetadata metadata, IRDeadlines deadlines) {

	}

}
