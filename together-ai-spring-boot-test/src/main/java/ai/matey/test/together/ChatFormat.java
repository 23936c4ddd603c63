package ai.matey.test.together;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.matey.test.together.Answer.ToolCall;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a completion into the wire format of chat, plain or streamed.
 */
final class ChatFormat {

	private ChatFormat() {
	}

	static Script script(RecordedRequest request, Completion completion, Duration pace) {
		ChatChunks chunks = ChatChunks.of(request);
		return request.streamed() ? stream(chunks, completion, pace) : plain(chunks, completion, pace);
	}

	private static Script plain(ChatChunks chunks, Completion completion, Duration pace) {
		ObjectNode body = Json.object()
			.put("id", chunks.id())
			.put("object", "chat.completion")
			.put("created", chunks.created())
			.put("model", chunks.model());
		body.putObject("metadata").put("weight_version", "fake").put("usage", "words counted by FakeTogether");
		body.putArray("prompt");
		ArrayNode choices = body.putArray("choices");
		for (int index = 0; index < completion.choices().size(); index++) {
			choices.add(choice(index, completion.choices().get(index), completion.logprobs(), chunks.reasons()));
		}
		body.set("usage", completion.usage().json());
		return Script.json(200, Json.indented(body)).delay(pace.multipliedBy(completion.usage().completion()));
	}

	private static ObjectNode choice(int index, Answer answer, int logprobs, boolean reasons) {
		ObjectNode choice = Json.object().put("index", index);
		ObjectNode message = choice.putObject("message").put("role", "assistant").put("content", answer.text());
		ArrayNode calls = message.putArray("tool_calls");
		for (ToolCall call : answer.toolCalls()) {
			ObjectNode entry = calls.addObject().put("id", call.id()).put("index", calls.size() - 1);
			entry.put("type", "function");
			entry.putObject("function").put("name", call.name()).put("arguments", call.arguments());
		}
		if (answer.reasoning() != null) {
			message.put("reasoning", answer.reasoning());
		}
		if (logprobs < 0) {
			choice.putNull("logprobs");
		}
		else {
			choice.set("logprobs", Logprobs.content(answer.text(), logprobs));
		}
		choice.put("finish_reason", answer.finishReason());
		return reasons ? choice.putNull("seed") : choice.put("seed", ChatChunks.SEED);
	}

	private static Script stream(ChatChunks chunks, Completion completion, Duration pace) {
		List<List<String>> choices = new ArrayList<>();
		for (int index = 0; index < completion.choices().size(); index++) {
			choices.add(chunks(chunks, index, completion.choices().get(index), completion.logprobs()));
		}
		List<Step> steps = inTurns(choices, pace);
		steps.add(event(chunks.usage(completion.usage())));
		steps.add(event(Sse.DONE));
		return Script.events().then(steps);
	}

	private static List<String> chunks(ChatChunks chunks, int choice, Answer answer, int logprobs) {
		List<String> data = new ArrayList<>();
		data.add(chunks.first(choice));
		if (answer.reasoning() != null) {
			Tokens.of(answer.reasoning()).forEach((token) -> data.add(chunks.reasoning(choice, token)));
		}
		for (String token : Tokens.of(answer.text())) {
			data.add((logprobs < 0) ? chunks.content(choice, token) : chunks.content(choice, token, logprobs));
		}
		for (int index = 0; index < answer.toolCalls().size(); index++) {
			ToolCall call = answer.toolCalls().get(index);
			data.add(chunks.toolCall(choice, index, call.id(), call.name()));
			for (String token : Tokens.of(call.arguments())) {
				data.add(chunks.toolArguments(choice, index, token));
			}
		}
		data.add(chunks.finish(choice, answer.finishReason()));
		return data;
	}

	/**
	 * Lets the choices send one chunk each in turn, and waits after each turn.
	 */
	static List<Step> inTurns(List<List<String>> choices, Duration pace) {
		List<Step> steps = new ArrayList<>();
		int turns = choices.stream().mapToInt(List::size).max().orElse(0);
		for (int turn = 0; turn < turns; turn++) {
			for (List<String> choice : choices) {
				if (turn < choice.size()) {
					steps.add(event(choice.get(turn)));
				}
			}
			if (!pace.isZero()) {
				steps.add(new Step.Pause(pace));
			}
		}
		return steps;
	}

	static Step event(String data) {
		return Step.Write.of(Sse.event(null, data, "\n").getBytes(StandardCharsets.UTF_8));
	}

}
