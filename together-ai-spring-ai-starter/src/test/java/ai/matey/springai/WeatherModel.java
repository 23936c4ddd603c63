package ai.matey.springai;

import ai.matey.test.together.CompletionReply;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

/**
 * The model that Spring AI's contracts talk to: it asks about some cities at once and
 * tells what it learns.
 */
final class WeatherModel {

	private WeatherModel() {
	}

	static void play(FakeTogether fake) {
		fake.when((request) -> true).always(asksFor("Tokyo"));
		fake.when((request) -> request.body().contains("San Francisco"))
			.always(asksFor("San Francisco", "Tokyo", "Paris"));
	}

	private static Reply asksFor(String... cities) {
		CompletionReply reply = Reply.text("");
		for (String city : cities) {
			reply = reply.toolCall("getCurrentWeather",
					"{\"location\":\"%s\",\"lat\":0,\"lon\":0,\"unit\":\"C\"}".formatted(city));
		}
		return reply.afterTools((results) -> Reply.text(String.join("; ", results)));
	}

}
