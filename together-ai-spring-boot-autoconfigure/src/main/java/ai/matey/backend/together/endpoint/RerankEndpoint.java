package ai.matey.backend.together.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.http.ProviderRequest;
import ai.matey.backend.together.wire.Json;
import ai.matey.backend.together.wire.WireReader;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRWarning;

/**
 * {@code POST /rerank}. The specification allows no additional fields.
 */
public final class RerankEndpoint {

	private final JsonCalls calls;

	private final @Nullable String defaultModel;

	public RerankEndpoint(JsonCalls calls, @Nullable String defaultModel) {
		this.calls = calls;
		this.defaultModel = defaultModel;
	}

	public Mono<IRRerankResponse> rerank(IRRerankRequest request) {
		return Mono.defer(() -> {
			String model = RequestedModel.of(request.model(), this.defaultModel);
			List<IRWarning> warnings = new ArrayList<>(0);
			Map<String, @Nullable Object> body = SendableJson.of(body(model, request), warnings::add);
			ProviderRequest providerRequest = ProviderRequest.post(BackendCall.Operation.RERANK, "/rerank", model, body)
				.prompts(() -> prompts(request))
				.warnings(warnings)
				.metadata(request.metadata())
				.deadlines(request.deadlines())
				.build();
			int documents = request.documents().size() + request.objects().size();
			return this.calls.call(providerRequest, (root, metadata) -> read(root, metadata, documents));
		});
	}

	private static Map<String, @Nullable Object> body(String model, IRRerankRequest request) {
		if (request.query().isBlank()) {
			throw InvalidRequests.request("query", "must not be empty");
		}
		if (request.documents().isEmpty() == request.objects().isEmpty()) {
			throw InvalidRequests.request("documents",
					"must contain at least one document; documents are either all texts or all objects");
		}
		InvalidRequests.range("top_n", request.topN(), 1, Integer.MAX_VALUE);
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("model", model);
		body.put("query", request.query());
		body.put("documents", request.documents().isEmpty() ? request.objects() : request.documents());
		if (request.topN() != null) {
			body.put("top_n", request.topN());
		}
		if (request.returnDocuments() != null) {
			body.put("return_documents", request.returnDocuments());
		}
		if (!request.rankFields().isEmpty()) {
			body.put("rank_fields", request.rankFields());
		}
		return body;
	}

	private static List<String> prompts(IRRerankRequest request) {
		List<String> prompts = new ArrayList<>(request.documents());
		prompts.add(request.query());
		request.objects().forEach((document) -> prompts.add(Json.write(document)));
		return prompts;
	}

	private static @Nullable IRRerankResponse read(JsonNode root, IRMetadata metadata, int documents) {
		if (!root.path("results").isArray()) {
			return null;
		}
		List<IRRerankResponse.Result> results = new ArrayList<>();
		for (JsonNode result : root.path("results")) {
			Integer index = Json.index(result.path("index"));
			Double score = Json.decimal(result.get("relevance_score"));
			if (index == null || index < 0 || index >= documents || score == null) {
				return null;
			}
			JsonNode document = result.path("document");
			results.add(new IRRerankResponse.Result(index, score,
					document.isString() ? document.stringValue() : Json.text(document, "text")));
		}
		results.sort(Comparator.comparingDouble(IRRerankResponse.Result::relevanceScore).reversed());
		return new IRRerankResponse(results, WireReader.usage(root.path("usage")), metadata);
	}

}
