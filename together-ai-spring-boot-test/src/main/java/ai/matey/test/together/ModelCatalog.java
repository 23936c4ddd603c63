package ai.matey.test.together;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The models that the server knows.
 */
final class ModelCatalog {

	private static final Pattern REASONING = Pattern
		.compile("gpt-oss|deepseek-r1|thinking|thinker|reasoning|qwq|magistral|glm-4\\.[5-9]|kimi-k2\\.[5-9]");

	private static final long CREATED = 1_750_000_000;

	private static final List<Model> KNOWN = List.of(
			new Model("meta-llama/Llama-3.3-70B-Instruct-Turbo", "chat", "Meta", 131_072, 0.88, 0.88),
			new Model("openai/gpt-oss-20b", "chat", "OpenAI", 131_072, 0.05, 0.2),
			new Model("openai/gpt-oss-120b", "chat", "OpenAI", 131_072, 0.15, 0.6),
			new Model("deepseek-ai/DeepSeek-R1", "chat", "DeepSeek", 163_840, 3, 7),
			new Model("mistralai/Mixtral-8x7B-v0.1", "language", "mistralai", 32_768, 0.6, 0.6),
			new Model("intfloat/multilingual-e5-large-instruct", "embedding", "Intfloat", 514, 0.02, 0.02),
			new Model("mixedbread-ai/Mxbai-Rerank-Large-V2", "rerank", "Mixedbread", 32_768, 0.1, 0.1),
			new Model("black-forest-labs/FLUX.1-schnell", "image", "Black Forest Labs", null, 0, 0),
			new Model("meta-llama/Llama-Guard-4-12B", "moderation", "Meta", 1_048_576, 0.2, 0.2));

	private final List<Model> models;

	private final boolean any;

	/**
	 * Makes a catalogue.
	 * @param added models beside the built-in ones
	 * @param any whether names outside the list are accepted too
	 */
	ModelCatalog(List<Model> added, boolean any) {
		List<Model> all = new ArrayList<>(KNOWN);
		all.addAll(added);
		this.models = List.copyOf(all);
		this.any = any;
	}

	/**
	 * Returns whether a model of this name reasons unless it is told otherwise.
	 */
	static boolean reasons(String model) {
		return REASONING.matcher(model.toLowerCase(Locale.ROOT)).find();
	}

	/**
	 * Returns the model that the request names.
	 * @throws Problem if it names none, or one that cannot do the work
	 */
	String require(JsonNode body, String... types) {
		String name = Json.string(body, "model");
		if (name == null || name.isBlank()) {
			throw Problem.invalid("Made up by FakeTogether: the request names no model.", "model");
		}
		Optional<Model> known = this.models.stream().filter((model) -> model.id().equals(name)).findFirst();
		if (known.isEmpty() && !this.any) {
			throw Problem.invalid(404,
					("Made up by FakeTogether: there is no model %s here. GET /v1/models lists the "
							+ "known ones; FakeTogether.builder().model(…) adds one.")
						.formatted(name),
					null, "model_not_available");
		}
		if (known.isPresent() && !List.of(types).contains(known.get().type())) {
			throw Problem.invalid("Made up by FakeTogether: %s is a model of type %s, this path takes %s."
				.formatted(name, known.get().type(), String.join(" or ", types)), "model");
		}
		return name;
	}

	ArrayNode json() {
		ArrayNode list = Json.array();
		this.models.forEach((model) -> list.add(model.json()));
		return list;
	}

	/**
	 * One model.
	 *
	 * @param id its name
	 * @param type the kind of work it does
	 * @param organization who made it
	 * @param contextLength its context in tokens, null where the service tells none
	 * @param input the price of a million input tokens in USD
	 * @param output the price of a million output tokens in USD
	 */
	record Model(String id, String type, String organization, @Nullable Integer contextLength, double input,
			double output) {

		static Model added(String id, String type) {
			int slash = id.indexOf('/');
			return new Model(id, type, (slash > 0) ? id.substring(0, slash) : "FakeTogether", 8_192, 0, 0);
		}

		ObjectNode json() {
			String name = this.id.substring(this.id.indexOf('/') + 1);
			ObjectNode json = Json.object().put("id", this.id).put("object", "model").put("created", CREATED);
			json.put("type", this.type).put("running", false).put("display_name", name.replace('-', ' '));
			json.put("organization", this.organization).put("link", "https://huggingface.co/" + this.id);
			if (this.contextLength != null) {
				json.put("license", "other").put("context_length", this.contextLength);
			}
			ObjectNode config = json.putObject("config").putNull("chat_template");
			config.putArray("stop");
			config.putNull("bos_token").putNull("eos_token");
			ObjectNode pricing = json.putObject("pricing").put("hourly", 0).put("input", this.input);
			pricing.put("output", this.output).put("base", 0).put("finetune", 0);
			if (this.type.equals("image")) {
				pricing.putObject("image_pixel").put("price_per_megapixel", 0.0027).put("min_steps", 4);
			}
			else {
				pricing.put("image_pixel", 0);
			}
			pricing.put("transcribe", 0).put("image", 0).put("video", 0);
			return json;
		}

	}

}
