package ai.matey.test.together.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The models that the server knows.
 */
final class ModelCatalog {

	private static final List<ModelInfo> KNOWN = List.of(
			new ModelInfo("meta-llama/Llama-3.3-70B-Instruct-Turbo", "chat", "Meta", 131_072, 0.88, 0.88),
			new ModelInfo("openai/gpt-oss-20b", "chat", "OpenAI", 131_072, 0.05, 0.2),
			new ModelInfo("openai/gpt-oss-120b", "chat", "OpenAI", 131_072, 0.15, 0.6),
			new ModelInfo("deepseek-ai/DeepSeek-R1", "chat", "DeepSeek", 163_840, 3, 7),
			new ModelInfo("mistralai/Mixtral-8x7B-v0.1", "language", "mistralai", 32_768, 0.6, 0.6),
			new ModelInfo("intfloat/multilingual-e5-large-instruct", "embedding", "Intfloat", 514, 0.02, 0.02),
			new ModelInfo("mixedbread-ai/Mxbai-Rerank-Large-V2", "rerank", "Mixedbread", 32_768, 0.1, 0.1),
			new ModelInfo("black-forest-labs/FLUX.1-schnell", "image", "Black Forest Labs", null, 0, 0),
			new ModelInfo("meta-llama/Llama-Guard-4-12B", "moderation", "Meta", 1_048_576, 0.2, 0.2));

	private final List<ModelInfo> models;

	private final boolean any;

	/**
	 * Create a catalog.
	 * @param added models in addition to the built-in ones
	 * @param any whether names outside the list are accepted as well
	 */
	ModelCatalog(List<ModelInfo> added, boolean any) {
		List<ModelInfo> all = new ArrayList<>(KNOWN);
		all.addAll(added);
		this.models = List.copyOf(all);
		this.any = any;
	}

	/**
	 * Return the model that the request names.
	 * @throws ApiException if it names none, or one of a type that the path does not take
	 */
	String require(JsonNode body, String... types) {
		String name = Json.string(body, "model");
		if (name == null || name.isBlank()) {
			throw ApiException.invalid("Made up by FakeTogether: the request names no model.", "model");
		}
		Optional<ModelInfo> known = this.models.stream().filter((model) -> model.id().equals(name)).findFirst();
		if (known.isEmpty() && !this.any) {
			throw ApiException.invalid(404,
					("Made up by FakeTogether: there is no model %s here. GET /v1/models lists the "
							+ "known ones; FakeTogether.builder().model(…) adds one.")
						.formatted(name),
					null, "model_not_available");
		}
		if (known.isPresent() && !List.of(types).contains(known.get().type())) {
			throw ApiException.invalid("Made up by FakeTogether: %s is a model of type %s, this path takes %s."
				.formatted(name, known.get().type(), String.join(" or ", types)), "model");
		}
		return name;
	}

	ArrayNode json() {
		ArrayNode list = Json.array();
		this.models.forEach((model) -> list.add(model.json()));
		return list;
	}

}
