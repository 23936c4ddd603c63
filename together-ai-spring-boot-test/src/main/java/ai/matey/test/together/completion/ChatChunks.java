package ai.matey.test.together.completion;

import java.math.BigInteger;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ReceivedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the data of chat stream events in the service's format.
 *
 * @param id the id of the completion
 * @param model the name of the model
 * @param created the creation time in seconds
 * @param reasons whether the model reasons: such models send {@code reasoning} in every
 * delta, others {@code seed} in every choice
 */
public record ChatChunks(String id, String model, long created, boolean reasons) {

	/**
	 * A seed that, like those of the service, is too large for a signed 64-bit number.
	 */
	static final BigInteger SEED = new BigInteger("17000000000000000000");

	public static ChatChunks of(ReceivedRequest request) {
		String model = model(request);
		return new ChatChunks(request.responseId(), model, request.receivedAt().getEpochSecond(),
				ReasoningModels.contains(model));
	}

	/**
	 * Return the model that a response names, even if the request names none.
	 */
	static String model(ReceivedRequest request) {
		String model = request.model();
		return (model != null) ? model : "fake/unnamed";
	}

	/**
	 * Return the first chunk of a choice. Unlike the others, it has no {@code usage}.
	 */
	String first(int choice) {
		ObjectNode chunk = chunk(choice(choice, null, delta("", null)));
		return Json.compact(chunk);
	}

	public String content(int choice, String token) {
		return data(choice(choice, null, delta(token, null)));
	}

	String content(int choice, String token, int alternatives) {
		ObjectNode node = choice(choice, null, delta(token, null));
		node.put("logprobs", Logprobs.of(token));
		node.set("top_logprobs", Logprobs.alternatives(token, alternatives));
		return data(node);
	}

	public String reasoning(int choice, String token) {
		return data(choice(choice, null, delta("", token)));
	}

	public String toolCall(int choice, int index, String id, String name) {
		return toolDelta(choice, index, id, name, "");
	}

	public String toolArguments(int choice, int index, String arguments) {
		return toolDelta(choice, index, null, null, arguments);
	}

	public String finish(int choice, String reason) {
		ObjectNode node = choice(choice, reason, delta("", null));
		if (!this.reasons) {
			node.put("seed", SEED);
		}
		return data(node);
	}

	public String usage(Usage usage) {
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
