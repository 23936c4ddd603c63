package ai.matey.backend.together.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.http.JsonResponseReader;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.http.ResponseHead;
import ai.matey.backend.together.http.TogetherClient;
import ai.matey.backend.together.http.TogetherExchange;
import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRMetadata;

/**
 * Calls with a single JSON response, shared by the smaller endpoints. A call begins when
 * its method is invoked, so the methods must be invoked once per subscription.
 */
public final class JsonCalls {

	private final TogetherClient client;

	private final TogetherExchange exchange;

	private final CallCosts costs;

	private final Clock clock;

	public JsonCalls(TogetherClient client, TogetherExchange exchange, CallCosts costs, Clock clock) {
		this.client = client;
		this.exchange = exchange;
		this.costs = costs;
		this.clock = clock;
	}

	/**
	 * Return the model of a request, which is required.
	 * @param model the request's model, or {@code null}
	 * @return the model
	 */
	static String model(@Nullable String model) {
		if (model == null || model.isBlank()) {
			throw InvalidRequests.request("model", "is required: together.default-model applies only to chat requests");
		}
		return model;
	}

	/**
	 * Make a call that is charged by tokens.
	 * @param <T> the type of the result
	 * @param request the request
	 * @param mapper maps the body, given the metadata of the response, or returns {@code
	 * null} if the body is JSON but not such a response
	 * @return the result
	 */
	<T> Mono<T> call(ProviderRequest request, BiFunction<JsonNode, IRMetadata, @Nullable T> mapper) {
		return call(request, CallCosts.TOKENS, mapper);
	}

	/**
	 * Make a call.
	 * @param <T> the type of the result
	 * @param request the request
	 * @param formula calculates the cost of the call
	 * @param mapper maps the body, given the metadata of the response, or returns {@code
	 * null} if the body is JSON but not such a response
	 * @return the result
	 */
	<T> Mono<T> call(ProviderRequest request, CallCosts.Formula formula,
			BiFunction<JsonNode, IRMetadata, @Nullable T> mapper) {
		long start = System.nanoTime();
		return this.exchange.<T>call(request, (attempt, head) -> new JsonResponseReader<>(attempt, head,
				this.exchange.errors(), this.client.maxInMemorySize(), (body) -> {
					Duration latency = Duration.ofNanos(System.nanoTime() - start);
					IRCost cost = this.costs.cost(attempt.call(), formula, body.json());
					T response = mapper.apply(body.json(),
							metadata(request, attempt, head, body.json(), latency).cost(cost).build());
					if (response != null) {
						this.costs.report(attempt.call(), cost);
					}
					return response;
				}));
	}

	private IRMetadata.Builder metadata(ProviderRequest request, Attempt attempt, ResponseHead head, JsonNode root,
			Duration latency) {
		IRMetadata.Builder metadata = ResponseMetadata.of(request, this.client.name())
			.timestamp(this.clock.instant())
			.providerResponseId(Json.text(root, "id"))
			.model(Json.text(root, "model"))
			.rateLimits(head.rateLimits())
			.latency(latency)
			.attempts(attempt.number());
		WireReader.warnings(root, metadata::warning);
		return metadata;
	}

}
