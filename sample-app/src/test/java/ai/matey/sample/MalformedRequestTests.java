package ai.matey.sample;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Whatever bytes come, the fault is the caller's: 4xx, and no stack trace in the log.
 */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class MalformedRequestTests {

	private static final String CHAT = "/v1/chat/completions";

	private static final String EMBEDDINGS = "/v1/embeddings";

	private static final int TOO_LARGE = 17_000_000;

	private final FakeTogether fake;

	private final int port;

	MalformedRequestTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.port = port;
	}

	static Stream<Arguments> bodies() {
		return Stream.of(arguments("nothing", ""), arguments("spaces", "  "), arguments("half", "{\"model\":"),
				arguments("no JSON", "model=a/b"), arguments("a text", "\"x\""), arguments("a number", "1"),
				arguments("an array", "[1]"), arguments("a comment", "/**/{}"), arguments("more", Gateway.HELLO + "x"),
				arguments("a control character", "{\"model\":\"a\u0000b\"}"),
				arguments("not a number", "{\"model\":\"a/b\",\"temperature\":NaN,\"messages\":[]}"),
				arguments("a huge number", "{\"model\":\"a/b\",\"max_tokens\":" + "9".repeat(2000) + "}"),
				arguments("a huge name", "{\"" + "n".repeat(100_000) + "\":1}"),
				arguments("deep messages", "{\"messages\":" + "[".repeat(100_000)),
				arguments("deep tools", "{\"tools\":" + "[".repeat(2000) + "]".repeat(2000) + "}"),
				arguments("no message", "{\"model\":\"a/b\",\"messages\":[null]}"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("bodies")
	void bodyIsRefused(String name, String body, CapturedOutput output) throws Exception {
		for (String path : new String[] { CHAT, EMBEDDINGS, "/chat/runs" }) {
			assertRefusal(post(path, "content-type: application/json\r\n", body), 400);
		}
		assertNothingHappened(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "content-type: text/plain\r\n", "content-type: application/x-www-form-urlencoded\r\n",
			"content-type: multipart/form-data; boundary=x\r\n", "content-type: rubbish\r\n", "content-type: ;\r\n",
			"content-type: */*\r\n", "content-type: application/json; charset=rubbish\r\n",
			"content-type: application/json, text/plain\r\n" })
	void contentTypeIsRefused(String header, CapturedOutput output) throws Exception {
		for (String path : new String[] { CHAT, EMBEDDINGS }) {
			Response response = assertRefusal(post(path, header, Gateway.HELLO), 415);
			assertThat(response.error().path("message").stringValue()).contains("application/json");
		}
		assertNothingHappened(output);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /v1/chat/completions, POST", "PUT, /v1/chat/completions, POST",
			"DELETE, /v1/chat/completions, POST", "TRACE, /v1/chat/completions, POST",
			"RUBBISH, /v1/chat/completions, POST", "GET, /v1/embeddings, POST", "POST, /v1/models, GET",
			"DELETE, /v1/models/a/b, GET" })
	void methodIsRefusedAndTheRightOneNamed(String method, String path, String allowed, CapturedOutput output)
			throws Exception {
		Response response = assertRefusal(send(method + " " + path, "content-length: 0\r\n", ""), 405);
		assertThat(response.head()).containsIgnoringCase("\r\nallow: " + allowed + "\r\n");
		assertNothingHappened(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1", "/v1/", "/v1/nope", "/v1/chat", "/v1/completions", "/v1/responses",
			"/v1/chat/completions/", "/v1/../v1/models", "/v1/%00", "/v1/a%2e%2e/b", "/V1/models" })
	void pathIsUnknown(String path, CapturedOutput output) throws Exception {
		for (String method : new String[] { "GET ", "POST " }) {
			Response response = assertRefusal(send(method + path, "content-length: 0\r\n", ""), 404);
			assertThat(response.error().path("code").stringValue()).isEqualTo("unknown_url");
		}
		assertNothingHappened(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { CHAT, EMBEDDINGS, "/chat/runs" })
	void bodyIsTooLarge(String path, CapturedOutput output) throws Exception {
		String json = "content-type: application/json\r\n";
		assertRefusal(send("POST " + path, json + "content-length: " + TOO_LARGE + "\r\n", ""), 413);
		assertRefusal(send("POST " + path, json + "expect: 100-continue\r\ncontent-length: " + TOO_LARGE + "\r\n", ""),
				413);
		assertRefusal(send("POST " + path, json + "transfer-encoding: chunked\r\n",
				Integer.toHexString(TOO_LARGE) + "\r\n{\"model\":\"" + "x".repeat(TOO_LARGE)), 413);
		assertNothingHappened(output);
	}

	/**
	 * Netty answers these, without a body.
	 */
	@ParameterizedTest
	@ValueSource(strings = {
			"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n"
					+ "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
			"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n"
					+ "content-type: application/json\r\ntransfer-encoding: rubbish\r\n\r\n{}",
			"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
			"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n",
			"GET /v1/%zz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
			"GET /v1/models HTTP/1.1\r\nh ost: localhost\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
			"rubbish\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n" })
	void isNoHttp(String request, CapturedOutput output) throws Exception {
		try (RawConnection connection = new RawConnection(this.port)) {
			assertThat(connection.send(request).readAll()).startsWith("HTTP/1.1 400 ");
		}
		assertNothingHappened(output);
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void twoHostsAreRefused(CapturedOutput output) throws Exception {
		assertRefusal(send("GET /v1/models", "host: evil.example\r\n", ""), 403);
		assertNothingHappened(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/../x", "/actuator/health/%2e%2e/together", "/actuator/health;/../x",
			"/actuator/health/./x", "/../favicon.svg", "/v1/../v1/models" })
	void pathsWithDotsLeadNowhere(String path, CapturedOutput output) throws Exception {
		assertRefusal(send("GET " + path, "", ""), 404);
		assertNothingHappened(output);
		assertThat(output).doesNotContain("WARN");
	}

	private Response post(String path, String headers, String body) throws IOException {
		return send("POST " + path, headers + "content-length: " + body.length() + "\r\n", body);
	}

	private Response send(String call, String headers, String body) throws IOException {
		try (RawConnection connection = new RawConnection(this.port)) {
			connection.send(call + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n" + headers + "\r\n");
			String[] parts = connection.sendWhatIsTaken(body).readWhatIsSent().split("\r\n\r\n", 2);
			return new Response(parts[0] + "\r\n", parts[1]);
		}
	}

	private Response assertRefusal(Response response, int status) {
		assertThat(response.head()).startsWith("HTTP/1.1 " + status + " ");
		assertThat(response.head()).containsIgnoringCase("\r\ncontent-type: application/json\r\n");
		assertThat(response.error().properties()).extracting(Map.Entry::getKey)
			.containsExactly("message", "type", "param", "code");
		assertThat(response.error().path("type").stringValue()).isEqualTo("invalid_request_error");
		return response;
	}

	private void assertNothingHappened(CapturedOutput output) {
		assertThat(this.fake.requests()).isEmpty();
		assertThat(output).doesNotContain("ERROR", "\tat ");
	}

	/**
	 * A response as it came.
	 *
	 * @param head status line and headers
	 * @param body the body
	 */
	record Response(String head, String body) {

		JsonNode error() {
			return Gateway.json(this.body).path("error");
		}

	}

}
