package ai.matey.sample;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.sample.Gateway.Events;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Whatever the provider does, the client gets a whole answer or an error, never something
 * between that looks whole.
 */
@GatewayTest
class FaultTests {

	private final FakeTogether fake;

	private final Gateway gateway;

	FaultTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.gateway = new Gateway(port);
	}

	static Stream<Arguments> streams() {
		return Stream.of(arguments("reset at once", Reply.reset(), 502),
				arguments("closed at once", Reply.close(), 502),
				arguments("reset after headers", Reply.stream().reset(), 502),
				arguments("closed after headers", Reply.stream().cleanClose(), 502),
				arguments("ended after headers", Reply.stream(), 502),
				arguments("only [DONE]", Reply.stream().done(), 502), arguments("silence", Reply.silence(), 504),
				arguments("comments only", Reply.stream().comment("hi"), 502),
				arguments("JSON instead of events", Reply.json("{\"choices\":[]}"), 502),
				arguments("HTML instead of events", Reply.status(200).html("<h1>Hi</h1>"), 502),
				arguments("no body", Reply.status(200), 502), arguments("no content", Reply.status(204), 502),
				arguments("redirect", Reply.redirect(307, "http://localhost:1/v1/chat/completions"), 502),
				arguments("page of a proxy", Reply.status(502).html("<h1>Bad gateway</h1>"), 502),
				arguments("empty 500", Reply.status(500), 500),
				arguments("not HTTP", Reply.raw("nonsense\r\n\r\n"), 502),
				arguments("junk event", Reply.stream().event("{nonsense"), 502),
				arguments("error event", Reply.stream().errorEvent("server_error", "Oh"), 502),
				arguments("reset in the middle", Reply.stream().tokens("Half a").reset(), 200),
				arguments("closed in the middle", Reply.stream().tokens("Half a").cleanClose(), 200),
				arguments("ended in the middle", Reply.stream().tokens("Half a").missingEnd(), 200),
				arguments("[DONE] without a finish reason", Reply.stream().tokens("Half a").done(), 200),
				arguments("stall in the middle", Reply.stream().tokens("Half a").stall(), 200),
				arguments("junk in the middle", Reply.stream().tokens("Half a").event("{nonsense").done(), 200),
				arguments("error in the middle",
						Reply.stream().tokens("Half a").errorEvent("server_error", "Oh").done(), 200),
				arguments("finish reason error", Reply.stream().tokens("Half a").finish("error").done(), 200),
				arguments("oversized event", Reply.stream().tokens("Half a").oversizedEvent(20_000_000), 200));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("streams")
	void failedStreamIsNeverWhole(String name, Reply reply, int status) throws Exception {
		this.fake.enqueue(2, reply);
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			assertThat(events.response().statusCode()).isEqualTo(status);
			if (status != 200) {
				String body = new String(events.response().body().readAllBytes());
				assertError(Gateway.json(body).path("error"));
				return;
			}
			List<String> all = events.rest();
			assertThat(all).hasSizeGreaterThan(1).doesNotContain("[DONE]");
			assertError(Gateway.json(all.get(all.size() - 1)).path("error"));
			assertThat(all).noneSatisfy(
					(data) -> assertThat(Gateway.json(data).at("/choices/0/finish_reason").isString()).isTrue());
		}
	}

	static Stream<Arguments> answers() {
		return Stream.of(arguments("reset", Reply.reset(), 502), arguments("closed", Reply.close(), 502),
				arguments("HTML", Reply.status(200).html("<h1>Hi</h1>"), 502),
				arguments("no body", Reply.status(200), 502), arguments("no content", Reply.status(204), 502),
				arguments("not JSON", Reply.json("{nonsense"), 502),
				arguments("no choices", Reply.json("{\"choices\":[]}"), 502),
				arguments("an array", Reply.json("[]"), 502),
				arguments("an error in a 200", Reply.json("{\"error\":{\"message\":\"Oh\"}}"), 502),
				arguments("redirect", Reply.redirect(307, "http://localhost:1/v1/chat/completions"), 502),
				arguments("not HTTP", Reply.raw("nonsense\r\n\r\n"), 502),
				arguments("cut body", Reply.raw(
						"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"cho"), 502),
				arguments("page of a proxy", Reply.status(504).html("<h1>Timeout</h1>"), 504));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("answers")
	void failedAnswerIsAnError(String name, Reply reply, int status) throws Exception {
		this.fake.enqueue(2, reply);
		HttpResponse<String> response = this.gateway.chat(Gateway.HELLO);
		assertThat(response.statusCode()).isEqualTo(status);
		assertError(Gateway.error(response));
	}

	static Stream<Arguments> oddities() {
		return Stream.of(
				arguments("split bytes", Reply.stream().tokens("Grüße 😀 !").finish("stop").done().splitBytes(3)),
				arguments("CR LF", Reply.stream().lineEnds("\r\n").tokens("Grüße 😀 !").finish("stop").done()),
				arguments("CR", Reply.stream().lineEnds("\r").tokens("Grüße 😀 !").finish("stop").done()),
				arguments("gzip", Reply.stream().gzip().tokens("Grüße 😀 !").finish("stop").done()),
				arguments("comments",
						Reply.stream().comment("a").tokens("Grüße 😀 !").comment("b").finish("stop").done()),
				arguments("no [DONE]", Reply.stream().tokens("Grüße 😀 !").finish("stop").missingEnd()),
				arguments("slow tokens",
						Reply.stream().pace(Duration.ofMillis(50)).tokens("Grüße 😀 !").finish("stop").done()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("oddities")
	void oddButGoodStreamIsWhole(String name, Reply reply) throws Exception {
		this.fake.enqueue(reply);
		try (Events events = this.gateway.stream(Gateway.HELLO_STREAM)) {
			List<String> all = events.rest();
			assertThat(all).last().isEqualTo("[DONE]");
			StringBuilder text = new StringBuilder();
			all.subList(0, all.size() - 1).forEach((data) -> text.append(Events.content(data)));
			assertThat(text).hasToString("Grüße 😀 !");
		}
	}

	private static void assertError(JsonNode error) {
		assertThat(error.path("message").stringValue()).isNotEmpty().doesNotContain("Hello!", "fake-key", "<h1>");
		assertThat(error.path("type").stringValue()).isNotEmpty();
	}

}
