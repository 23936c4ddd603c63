package ai.matey.test.together;

import java.math.BigInteger;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the data of chat stream events, in the shape that the service sends.
 *
 * @param id the completion's id
 * @param model the model's name
 * @param created the time in seconds
 * @param reasons whether the model reasons: such models have {@code reasoning} in every
 * delta, the others {@code seed} in every choice
 */
record ChatChunks(String id, String model, long created, boolean reasons) {

	/**
	 * A seed as the service sends it, too large for a signed 64-bit number.
	 */
	static final BigInteger SEED = new BigInteger("17000000000000000000");

	static ChatChunks of(RecordedRequest request) {
		String model = request.model();
		String name = (model != null) ? model : "fake/unnamed";
		return new ChatChunks(id(request), name, request.receivedAt().getEpochSecond(), ModelCatalog.reasons(name));
	}

	static String id(RecordedRequest request) {
		return String.format(Locale.ROOT, "fake-%06d", request.number());
	}

	/**
	 * Returns the chunk that opens a choice. It has no {@code usage}, unlike the others.
	 */
	String first(int choice) {
		ObjectNode chunk = chunk(choice(choice, null, delta("", null)));
		return Json.compact(chunk);
	}

	String content(int choice, String token) {
		return data(choice(choice, null, delta(token, null)));
	}

	String content(int choice, String token, int alternatives) {
		ObjectNode node = choice(choice, null, delta(token, null));
		node.put("logprobs", Logprobs.of(token));
		node.set("top_logprobs", Logprobs.alternatives(token, alternatives));
		return data(node);
	}

	String reasoning(int choice, String token) {
		return data(choice(choice, null, delta("", token)));
	}

	String toolCall(int choice, int index, String id, String name) {
		return toolDelta(choice, index, id, name, "");
	}

	String toolArguments(int choice, int index, String arguments) {
		return toolDelta(choice, index, null, null, arguments);
	}

	String finish(int choice, String reason) {
		ObjectNode node = choice(choice, reason, delta("", null));
		if (!this.reasons) {
			node.put("seed", SEED);
		}
		return data(node);
	}

	String usage(Usage usage) {
		ObjectNode chunk = chunk(null);
		chunk.set("usage", usage.json());
		return Json.compact(chunk);
	}

	private String toolDelta(int choice, int index, @Nullable String id, @Nullable String name, String arguments) {
		ObjectNode delta = delta("", null);
		ObjectNode call = delta.putArray("tool_calls").addObject();
		call.put("id", id).put("index", index).put("type", "function");
		call.putObject("function").put("name", name).put("arguments", arguments);
		return data(choice(choice, null, delta));
	}

	private ObjectNode delta(String content, @Nullable String reasoning) {
		ObjectNode delta = Json.object().putNull("token_id").put("role", "assistant").put("content", content);
		if (this.reasons || reasoning != null) {
			delta.put("reasoning", reasoning);
		}
		return delta;
	}

	private ObjectNode choice(int index, @Nullable String finishReason, ObjectNode delta) {
		ObjectNode choice = Json.object().put("index", index).put("text", delta.path("content").stringValue());
		choice.putNull("logprobs").put("finish_reason", finishReason);
		if (!this.reasons) {
			choice.putNull("seed");
		}
		choice.set("delta", delta);
		return choice;
	}

	private String data(ObjectNode choice) {
		return Json.compact(chunk(choice).putNull("usage"));
	}

	private ObjectNode chunk(@Nullable ObjectNode choice) {
		ObjectNode chunk = Json.object()
			.put("id", this.id)
			.put("object", "chat.completion.chunk")
			.put("created", this.created);
		if (choice != null) {
			chunk.putArray("choices").add(choice);
		}
		else {
			chunk.putArray("choices");
		}
		return chunk.put("model", this.model);
	}

}
