package ai.matey.sample;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Requests that make no sense get 4xx in OpenAI's shape.
 */
@GatewayTest
class RefusalTests {

	private static final String CHAT = "/v1/chat/completions";

	private final FakeTogether fake;

	private final Gateway gateway;

	RefusalTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.gateway = new Gateway(port);
	}

	static Stream<Arguments> bodies() {
		return Stream.of(arguments("wrong model", Gateway.HELLO.replace(Gateway.MODEL, "no/such"), 404, "model"),
				arguments("wrong model of a stream", Gateway.HELLO_STREAM.replace(Gateway.MODEL, "no/such"), 404,
						"model"),
				arguments("no model", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", 400, "model"),
				arguments("no messages", "{\"model\":\"a/b\"}", 400, "messages"),
				arguments("empty messages", "{\"model\":\"a/b\",\"messages\":[]}", 400, "messages"),
				arguments("empty messages of a stream", "{\"model\":\"a/b\",\"stream\":true,\"messages\":[]}", 400,
						"messages"),
				arguments("messages of a wrong type", "{\"model\":\"a/b\",\"messages\":\"Hi\"}", 400, "messages"),
				arguments("stream of a wrong type", "{\"model\":\"a/b\",\"stream\":\"maybe\"}", 400, "stream"),
				arguments("broken JSON", "{\"model\":\"a/b\",", 400, null),
				arguments("two values", "{\"messages\":[]} {}", 400, null), arguments("an array", "[]", 400, null),
				arguments("null", "null", 400, null), arguments("no body", "", 400, null));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("bodies")
	void bodyIsRefused(String name, String body, int status, String param) throws Exception {
		HttpResponse<String> response = this.gateway.chat(body);
		assertThat(response.statusCode()).isEqualTo(status);
		JsonNode error = assertRefusal(response);
		if (param != null) {
			assertThat(error.path("param").stringValue()).isEqualTo(param);
		}
	}

	@Test
	void requestThatCannotBeReadIsNotSent() throws Exception {
		this.gateway.chat("{");
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void wrongContentTypeIsRefused() throws Exception {
		for (String type : new String[] { "text/plain", "application/x-www-form-urlencoded", "rubbish" }) {
			HttpResponse<String> response = this.gateway.post(CHAT, Gateway.HELLO, "content-type", type);
			assertThat(response.statusCode()).isEqualTo(415);
			assertThat(assertRefusal(response).path("message").stringValue()).contains("application/json");
		}
		assertThat(this.gateway.post(CHAT, Gateway.HELLO).statusCode()).isEqualTo(415);
	}

	@Test
	void unknownPathIsRefusedAlsoForBrowsers() throws Exception {
		for (String path : new String[] { "/v1/nope", "/nope", "/v1/chat" }) {
			HttpResponse<String> response = this.gateway.get(path, "accept", "text/html");
			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(assertRefusal(response).path("code").stringValue()).isEqualTo("unknown_url");
		}
	}

	@Test
	void wrongMethodIsRefusedAndTheRightOneNamed() throws Exception {
		HttpResponse<String> response = this.gateway.get(CHAT);
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("allow")).hasValue("POST");
		assertRefusal(response);
		assertThat(this.gateway.send(this.gateway.request("/v1/models").DELETE().build()).statusCode()).isEqualTo(405);
	}

	@Test
	void tooLargeBodyIsRefusedAndTheSettingNamed() throws Exception {
		// Sent in chunks, so that its size is not known beforehand
		byte[] piece = "x".repeat(1_000_000).getBytes();
		HttpResponse<String> response = this.gateway.send(this.gateway.request(CHAT, "content-type", "application/json")
			.POST(BodyPublishers.ofByteArrays(java.util.Collections.nCopies(17, piece)))
			.build());
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(assertRefusal(response).path("message").stringValue())
			.contains("spring.http.codecs.max-in-memory-size");
	}

	private static JsonNode assertRefusal(HttpResponse<String> response) {
		assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
		assertThat(response.body()).doesNotContain("Exception", "\tat ", "<html");
		JsonNode error = Gateway.error(response);
		assertThat(error.path("message").stringValue()).isNotEmpty();
		assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
		assertThat(error.properties()).extracting(Map.Entry::getKey)
			.containsExactly("message", "type", "param", "code");
		return error;
	}

}
