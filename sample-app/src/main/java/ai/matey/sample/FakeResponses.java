package ai.matey.sample;

import java.time.Duration;
import java.util.Locale;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

/**
 * The replies of the fake service to those examples of the page that need more than an
 * invented sentence.
 */
final class FakeResponses {

	private static final String CODE = """
			Made up by FakeTogether, but the code is real. Inject a `Bridge` and *ask*:

			```java
			@GetMapping("/ask")
			Mono<String> ask(@RequestParam String question) {
				return this.bridge.text(question); // one response
			}
			```

			| method | gives |
			| --- | --- |
			| `chat` | the whole response |
			| `chatStream` | its chunks as they come |
			| `generateObject` | an object of **your** type |

			> Nothing is sent before somebody subscribes.
			""";

	private static final String TRIP = """
			{"title": "Three days in Lisbon, made up by FakeTogether", "stops": [
			{"day": 1, "place": "Alfama", "activity": "Walk up to the castle", "euros": 15},
			{"day": 1, "place": "Mouraria", "activity": "Listen to fado", "euros": 25},
			{"day": 2, "place": "Belém", "activity": "See the tower, eat custard tarts", "euros": 12},
			{"day": 2, "place": "Tagus", "activity": "Take the ferry at sunset", "euros": 3},
			{"day": 3, "place": "Sintra", "activity": "Climb to the palace", "euros": 20}]}""";

	private FakeResponses() {
	}

	static void addTo(FakeTogether fake) {
		fake.when((request) -> question(request).contains("java") && request.json().path("tools").isMissingNode())
			.always(Reply.text(CODE));
		fake.when((request) -> request.json().path("response_format").toString().contains("\"stops\""))
			.always(Reply.text(TRIP));
		fake.when((request) -> question(request).contains("break off"))
			.always(Reply.stream()
				.pace(Duration.ofMillis(40))
				.tokens("Made up by FakeTogether: this is cut off in the mid")
				.reset());
		fake.when((request) -> question(request).contains("overloaded"))
			.always(Reply.status(503).error("service_unavailable", "There is no capacity left, says FakeTogether."));
	}

	private static String question(RecordedRequest request) {
		return request.json()
			.path("messages")
			.valueStream()
			.reduce((first, second) -> second)
			.map((message) -> message.path("content").asString(""))
			.orElse("")
			.toLowerCase(Locale.ROOT);
	}

}
