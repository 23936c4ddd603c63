package ai.matey.test.together.completion;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.matey.test.together.completion.Choice.ToolCall;
import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.script.Sse;
import ai.matey.test.together.script.Step;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes chat completions in the service's format.
 */
public final class ChatFormat {

	private ChatFormat() {
	}

	/**
	 * Return the script of the response, plain or streamed as requested.
	 * @param request the request
	 * @param completion the completion
	 * @param pace the time per token
	 */
	public static Script script(ReceivedRequest request, Completion completion, Duration pace) {
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
			choices.add(entry(index, completion.choices().get(index), completion.logprobs(), chunks.reasons()));
		}
		body.set("usage", completion.usage().json());
		return Script.json(200, Json.indented(body)).delay(pace.multipliedBy(completion.usage().completion()));
	}

	private static ObjectNode entry(int index, Choice choice, int logprobs, boolean reasons) {
		ObjectNode entry = Json.object().put("index", index);
		ObjectNode message = entry.putObject("message").put("role", "assistant").put("content", choice.text());
		ArrayNode calls = message.putArray("tool_calls");
		for (ToolCall call : choice.toolCalls()) {
			ObjectNode node = calls.addObject().put("id", call.id()).put("index", calls.size() - 1);
			node.put("type", "function");
			node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
		}
		if (choice.reasoning() != null) {
			message.put("reasoning", choice.reasoning());
		}
		if (logprobs < 0) {
			entry.putNull("logprobs");
		}
		else {
			entry.set("logprobs", Logprobs.content(choice.text(), logprobs));
		}
		entry.put("finish_reason", choice.finishReason());
		return reasons ? entry.putNull("seed") : entry.put("seed", ChatChunks.SEED);
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

	private static List<String> chunks(ChatChunks chunks, int index, Choice choice, int logprobs) {
		List<String> data = new ArrayList<>();
		data.add(chunks.first(index));
		if (choice.reasoning() != null) {
			Tokenizer.tokenize(choice.reasoning()).forEach((token) -> data.add(chunks.reasoning(index, token)));
		}
		for (String token : Tokenizer.tokenize(choice.text())) {
			data.add((logprobs < 0) ? chunks.content(index, token) : chunks.content(index, token, logprobs));
		}
		for (int call = 0; call < choice.toolCalls().size(); call++) {
			ToolCall toolCall = choice.toolCalls().get(call);
			data.add(chunks.toolCall(index, call, toolCall.id(), toolCall.name()));
			for (String token : Tokenizer.tokenize(toolCall.arguments())) {
				data.add(chunks.toolArguments(index, call, token));
			}
		}
		data.add(chunks.finish(index, choice.finishReason()));
		return data;
	}

	/**
	 * Send one chunk of each choice in turn, and pause after each turn.
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
