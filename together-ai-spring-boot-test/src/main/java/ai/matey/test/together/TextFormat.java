package ai.matey.test.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a completion into the wire format of plain text completions.
 */
final class TextFormat {

	private TextFormat() {
	}

	static Script script(RecordedRequest request, Completion completion, Duration pace) {
		return request.streamed() ? stream(request, completion, pace) : plain(request, completion, pace);
	}

	private static Script plain(RecordedRequest request, Completion completion, Duration pace) {
		ObjectNode body = head(request, "text.completion");
		body.putArray("prompt");
		ArrayNode choices = body.putArray("choices");
		for (Answer answer : completion.choices()) {
			ObjectNode choice = choices.addObject().put("text", answer.text());
			choice.put("finish_reason", answer.finishReason()).put("seed", ChatChunks.SEED);
			if (completion.logprobs() < 0) {
				choice.putNull("logprobs");
			}
			else {
				choice.set("logprobs", Logprobs.content(answer.text(), completion.logprobs()));
			}
			choice.put("index", choices.size() - 1);
		}
		body.set("usage", completion.usage().json());
		return Script.json(200, Json.indented(body)).delay(pace.multipliedBy(completion.usage().completion()));
	}

	private static Script stream(RecordedRequest request, Completion completion, Duration pace) {
		List<List<String>> choices = new ArrayList<>();
		for (int index = 0; index < completion.choices().size(); index++) {
			Answer answer = completion.choices().get(index);
			boolean last = index == completion.choices().size() - 1;
			List<String> data = new ArrayList<>();
			for (String token : Tokens.of(answer.text())) {
				data.add(chunk(request, index, token, null, null));
			}
			data.add(chunk(request, index, "", answer.finishReason(), last ? completion.usage() : null));
			choices.add(data);
		}
		List<Step> steps = ChatFormat.inTurns(choices, pace);
		steps.add(ChatFormat.event(Sse.DONE));
		return Script.events().then(steps);
	}

	private static String chunk(RecordedRequest request, int index, String token, @Nullable String finishReason,
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

	private static ObjectNode head(RecordedRequest request, String object) {
		String model = request.model();
		return Json.object()
			.put("id", ChatChunks.id(request))
			.put("object", object)
			.put("created", request.receivedAt().getEpochSecond())
			.put("model", (model != null) ? model : "fake/unnamed");
	}

}
