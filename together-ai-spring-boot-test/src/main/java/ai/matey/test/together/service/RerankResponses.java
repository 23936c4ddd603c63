package ai.matey.test.together.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ai.matey.test.together.completion.Tokenizer;
import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import ai.matey.test.together.script.Script;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates responses with documents ranked by the share of the words of the query that
 * they contain.
 */
final class RerankResponses {

	private RerankResponses() {
	}

	static Script create(String id, String model, JsonNode body) {
		String query = Json.string(body, "query");
		JsonNode documents = body.path("documents");
		if (query == null) {
			throw ApiException.invalid("Made up by FakeTogether: the request has no query.", "query");
		}
		if (!documents.isArray() || documents.isEmpty()) {
			throw ApiException.invalid("Made up by FakeTogether: the request has no documents.", "documents");
		}
		List<Ranked> ranked = new ArrayList<>();
		int tokens = 0;
		for (JsonNode document : documents) {
			String text = document.isString() ? document.stringValue() : Json.compact(document);
			ranked.add(new Ranked(ranked.size(), text, score(query, text)));
			tokens += Tokenizer.count(query) + Tokenizer.count(text);
		}
		ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
		ObjectNode response = Json.object().put("object", "rerank").put("id", id).put("model", model);
		ArrayNode results = response.putArray("results");
		boolean withText = Json.isTrue(body, "return_documents");
		ranked.stream().limit(Math.max(1, Json.integer(body, "top_n", ranked.size()))).forEach((entry) -> {
			ObjectNode result = results.addObject().put("index", entry.index());
			ObjectNode document = result.put("relevance_score", entry.score()).putObject("document");
			if (withText) {
				document.put("text", entry.text());
			}
		});
		ObjectNode usage = response.putObject("usage").put("prompt_tokens", tokens);
		usage.put("completion_tokens", 0).put("total_tokens", tokens);
		return Script.json(200, Json.indented(response));
	}

	private static double score(String query, String document) {
		Set<String> wanted = new HashSet<>(Words.of(query));
		int all = Math.max(1, wanted.size());
		wanted.retainAll(new HashSet<>(Words.of(document)));
		return (double) wanted.size() / all;
	}

	private record Ranked(int index, String text, double score) {
	}

}
