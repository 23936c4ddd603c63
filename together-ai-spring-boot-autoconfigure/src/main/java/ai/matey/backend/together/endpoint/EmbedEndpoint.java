package ai.matey.backend.together.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.ir.DimensionStrategy;
import ai.matey.ir.IRCost;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IREmbedding;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;

/**
 * {@code POST /embeddings}. Batches are sent one after the other, to spare rate limits.
 */
public final class EmbedEndpoint {

	/**
	 * The service documents no limit; bodies with this many texts of usual length stay
	 * small.
	 */
	private static final int BATCH_SIZE = 256;

	private final JsonCalls calls;

	private final @Nullable String defaultModel;

	public EmbedEndpoint(JsonCalls calls, @Nullable String defaultModel) {
		this.calls = calls;
		this.defaultModel = defaultModel;
	}

	public Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return Mono.defer(() -> {
			List<IRWarning> warnings = check(request);
			long start = System.nanoTime();
			return Flux.fromIterable(batches(request))
				.concatMap((batch) -> embed(request, batch, warnings))
				.reduce(EmbedEndpoint::joined)
				.map((response) -> withLatency(response, Duration.ofNanos(System.nanoTime() - start)))
				.map((response) -> DimensionReducer.apply(request, response));
		});
	}

	private static List<IRWarning> check(IREmbedRequest request) {
		if (request.input().isEmpty()) {
			throw InvalidRequests.request("input", "must contain at least one text");
		}
		InvalidRequests.range("dimensions", request.dimensions(), 1, Integer.MAX_VALUE);
		InvalidRequests.range("max_batch_size", request.maxBatchSize(), 1, Integer.MAX_VALUE);
		if (request.dimensions() != null && request.dimensionStrategy() == DimensionStrategy.NATIVE_ONLY) {
			throw InvalidRequests.unsupported("dimensions",
					"Together documents no field for it; choose another strategy or none");
		}
		return (request.inputType() == null) ? List.of()
				: List.of(new IRWarning(IRWarning.Category.PARAMETER_UNSUPPORTED,
						"Together has no field for the purpose of vectors; it was not sent", "input_type",
						ProviderNames.ADAPTER));
	}

	private static List<Batch> batches(IREmbedRequest request) {
		int size = (request.maxBatchSize() != null) ? request.maxBatchSize() : BATCH_SIZE;
		List<Batch> batches = new ArrayList<>();
		for (int start = 0; start < request.input().size(); start += size) {
			batches
				.add(new Batch(start, request.input().subList(start, Math.min(start + size, request.input().size()))));
		}
		return batches;
	}

	private Mono<IREmbedResponse> embed(IREmbedRequest request, Batch batch, List<IRWarning> warnings) {
		String model = RequestedModel.of(request.model(), this.defaultModel);
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("model", model);
		body.put("input", (request.input().size() == 1) ? request.input().get(0) : batch.texts());
		if (request.encoding() != null) {
			body.put("encoding_format", request.encoding().name().toLowerCase(Locale.ROOT));
		}
		CustomFields.add(body, request.custom());
		List<IRWarning> noticed = new ArrayList<>(warnings);
		ProviderRequest providerRequest = ProviderRequest
			.post(BackendCall.Operation.EMBEDDINGS, "/embeddings", model, SendableJson.of(body, noticed::add))
			.prompts(batch::texts)
			.warnings(noticed)
			.metadata(request.metadata())
			.deadlines(request.deadlines())
			.build();
		return this.calls.call(providerRequest, (root, metadata) -> read(root, batch, metadata));
	}

	private static @Nullable IREmbedResponse read(JsonNode root, Batch batch, IRMetadata metadata) {
		JsonNode data = root.path("data");
		IREmbedding[] embeddings = new IREmbedding[batch.texts().size()];
		if (data.size() != embeddings.length) {
			return null;
		}
		int position = 0;
		for (JsonNode entry : data) {
			Integer index = Json.index(entry.path("index"));
			int place = entry.path("index").isNumber() ? ((index != null) ? index : -1) : position;
			float[] vector = VectorReader.read(entry.path("embedding"));
			if (vector == null || place < 0 || place >= embeddings.length || embeddings[place] != null) {
				return null;
			}
			embeddings[place] = new IREmbedding(batch.start() + place, vector);
			position++;
		}
		return new IREmbedResponse(List.of(embeddings), embeddings[0].dimensions(),
				WireReader.usage(root.path("usage")), metadata);
	}

	private static IREmbedResponse joined(IREmbedResponse first, IREmbedResponse second) {
		List<IREmbedding> embeddings = new ArrayList<>(first.embeddings());
		embeddings.addAll(second.embeddings());
		return new IREmbedResponse(embeddings, second.dimensions(), sum(first.usage(), second.usage()),
				joined(first.metadata(), second.metadata()));
	}

	private static IRMetadata joined(IRMetadata first, IRMetadata last) {
		IRMetadata.Builder joined = last.mutate().attempts(first.attempts() + last.attempts());
		first.warnings().stream().filter((warning) -> !last.warnings().contains(warning)).forEach(joined::warning);
		if (last.rateLimits() == null) {
			joined.rateLimits(first.rateLimits());
		}
		return joined.cost(sum(first.cost(), last.cost())).build();
	}

	private static @Nullable IRCost sum(@Nullable IRCost first, @Nullable IRCost second) {
		return (first != null && second != null) ? first.plus(second) : null;
	}

	private static IREmbedResponse withLatency(IREmbedResponse response, Duration latency) {
		return new IREmbedResponse(response.embeddings(), response.dimensions(), response.usage(),
				response.metadata().mutate().latency(latency).build());
	}

	private static @Nullable IRUsage sum(@Nullable IRUsage first, @Nullable IRUsage second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return first.plus(second);
	}

	/**
	 * The texts of one request.
	 *
	 * @param start the index of the first text among all texts
	 * @param texts the texts
	 */
	private record Batch(int start, List<String> texts) {

	}

}
