package ai.matey.springai;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import ai.matey.test.together.AnswerReply;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

/**
 * A model that asks a weather tool about each city that it reads of, all at once, and
 * tells what the tool gave back.
 */
final class Weather {

	private static final List<String> CITIES = List.of("San Francisco", "Tokyo", "Paris");

	private Weather() {
	}

	static Reply reply(String tool) {
		return Reply.choosing((request) -> {
			List<String> results = results(request);
			return results.isEmpty() ? calls(tool, request.body()) : Reply.text(String.join("; ", results));
		});
	}

	private static List<String> results(RecordedRequest request) {
		List<String> results = new ArrayList<>();
		for (JsonNode message : request.json().path("messages")) {
			if ("tool".equals(message.path("role").stringValue(""))) {
				results.add(message.path("content").stringValue(""));
			}
		}
		return results;
	}

	private static Reply calls(String tool, String question) {
		AnswerReply reply = Reply.text("");
		for (String city : CITIES) {
			if (question.contains(city)) {
				reply = reply.toolCall(tool,
						"{\"location\":\"%s\",\"lat\":0,\"lon\":0,\"unit\":\"C\"}".formatted(city));
			}
		}
		return reply;
	}

}
