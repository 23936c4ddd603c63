package ai.matey.test.together.service;

import ai.matey.test.together.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model of the service.
 *
 * @param id the name
 * @param type one of the service's types, for example {@code chat}
 * @param organization the organization that made it
 * @param contextLength the context length in tokens, or {@code null} if the service does
 * not state one
 * @param input the price of a million input tokens in USD
 * @param output the price of a million output tokens in USD
 */
public record ModelInfo(String id, String type, String organization, @Nullable Integer contextLength, double input,
		double output) {

	private static final long CREATED = 1_750_000_000;

	/**
	 * Return a model that has no price.
	 */
	public static ModelInfo of(String id, String type) {
		int slash = id.indexOf('/');
		return new ModelInfo(id, type, (slash > 0) ? id.substring(0, slash) : "FakeTogether", 8_192, 0, 0);
	}

	/**
	 * Return this model as an entry of the list of models.
	 */
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
