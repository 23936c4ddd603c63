package ai.matey.test.together.completion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.script.Sse;
import ai.matey.test.together.script.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes text completions in the service's format.
 */
public final class TextFormat {

	private TextFormat() {
	}

	/**
	 * Return the script of the response, plain or streamed as requested.
	 * @param request the request
	 * @param completion the completion
	 * @param pace the time per token
	 */
	public static Script script(ReceivedRequest request, Completion completion, Duration pace) {
		return request.streamed() ? stream(request, completion, pace) : plain(request, completion, pace);
	}

	private static Script plain(ReceivedRequest request, Completion completion, Duration pace) {
		ObjectNode body = head(request, "text.completion");
		body.putArray("prompt");
		ArrayNode choices = body.putArray("choices");
		for (Choice choice : completion.choices()) {
			ObjectNode entry = choices.addObject().put("text", choice.text());
			entry.put("finish_reason", choice.finishReason()).put("seed", ChatChunks.SEED);
			if (completion.logprobs() < 0) {
				entry.putNull("logprobs");
			}
			else {
				entry.set("logprobs", Logprobs.content(choice.text(), completion.logprobs()));
			}
			entry.put("index", choices.size() - 1);
		}
		body.set("usage", completion.usage().json());
		return Script.json(200, Json.indented(body)).delay(pace.multipliedBy(completion.usage().completion()));
	}

	private static Script stream(ReceivedRequest request, Completion completion, Duration pace) {
		List<List<String>> choices = new ArrayList<>();
		for (int index = 0; index < completion.choices().size(); index++) {
			Choice choice = completion.choices().get(index);
			boolean last = index == completion.choices().size() - 1;
			List<String> data = new ArrayList<>();
			for (String token : Tokenizer.tokenize(choice.text())) {
				data.add(chunk(request, index, token, null, null));
			}
			data.add(chunk(request, index, "", choice.finishReason(), last ? completion.usage() : null));
			choices.add(data);
		}
		List<Step> steps = ChatFormat.inTurns(choices, pace);
		steps.add(ChatFormat.event(Sse.DONE));
		return Script.events().then(steps);
	}

	private static String chunk(ReceivedRequest request, int index, String token, @Nullable String finishReason,
			@Nullable Usage usage) {
		ObjectNode chunk = head(request, "completion.chunk");
		ObjectNode choice = chunk.putArray("choices").addObject().put("index", index).put("text", token);
		choice.putObject("delta").putNull("token_id").put("role", "assistant").put("content", token);
		choice.put("finish_reason", finishReason).putNull("seed");
		if (usage != null) {
			chunk.set("usage", usage.json());
		}
		else {
			chunk.putNull("usage");
		}
		return Json.compact(chunk);
	}

	private static ObjectNode head(ReceivedRequest request, String object) {
		return Json.object()
			.put("id", request.responseId())
			.put("object", object)
			.put("created", request.receivedAt().getEpochSecond())
			.put("model", ChatChunks.model(request));
	}

}
