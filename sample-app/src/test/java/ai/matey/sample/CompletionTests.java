package ai.matey.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain completions and the list of models.
 */
@GatewayTest
class CompletionTests {

	private final FakeTogether fake;

	private final Gateway gateway;

	private final int port;

	CompletionTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.port = port;
		this.gateway = new Gateway(port);
	}

	@Test
	void answerIsACompletion() throws Exception {
		HttpResponse<String> response = this.gateway.chat(Gateway.HELLO);
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode completion = Gateway.json(response.body());
		assertThat(completion.path("object").stringValue()).isEqualTo("chat.completion");
		assertThat(completion.at("/choices/0/message/content").stringValue()).contains("Hello!");
		assertThat(completion.at("/usage/total_tokens").intValue()).isPositive();
	}

	@Test
	void answerWithoutAModelHasTheOneThatWasAsked() throws Exception {
		this.fake.enqueue(Reply.json("{\"model\":null,\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"));
		JsonNode completion = Gateway.json(this.gateway.chat(Gateway.HELLO).body());
		assertThat(completion.path("model").stringValue()).isEqualTo(Gateway.MODEL);
		assertThat(completion.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
	}

	@Test
	void modelsAreAList() throws Exception {
		JsonNode list = Gateway.json(this.gateway.get("/v1/models").body());
		assertThat(list.path("object").stringValue()).isEqualTo("list");
		assertThat(list.path("data")).isNotEmpty().allSatisfy((model) -> {
			assertThat(model.path("id").stringValue()).isNotEmpty();
			assertThat(model.path("object").stringValue()).isEqualTo("model");
			assertThat(model.path("created").isIntegralNumber()).isTrue();
			assertThat(model.path("owned_by").stringValue()).isNotEmpty();
		});
	}

	/**
	 * Together's clients expect what Together sends.
	 */
	@ParameterizedTest
	@CsvSource({ "Together/JS 0.52.0, true", "AsyncTogether/Python 2.0.0, true", "OpenAI/JS 6.0.0, false",
			"NotTogether/1, false", "curl/8, false" })
	void modelsAreABareArrayForTogethersClients(String client, boolean bare) throws Exception {
		HttpResponse<String> response = this.gateway.get("/v1/models", "user-agent", client);
		JsonNode models = Gateway.json(response.body());
		assertThat(models.isArray()).isEqualTo(bare);
		assertThat((bare ? models : models.path("data")).path(0).path("id").stringValue()).isNotEmpty();
		assertThat(response.headers().firstValue("vary")).hasValue("User-Agent");
	}

	@Test
	void oneModelIsFoundByItsName() throws Exception {
		for (String path : new String[] { Gateway.MODEL, Gateway.MODEL.replace("/", "%2F") }) {
			JsonNode model = Gateway.json(this.gateway.get("/v1/models/" + path).body());
			assertThat(model.path("id").stringValue()).isEqualTo(Gateway.MODEL);
		}
		HttpResponse<String> unknown = this.gateway.get("/v1/models/no/such");
		assertThat(unknown.statusCode()).isEqualTo(404);
		assertThat(Gateway.error(unknown).path("code").stringValue()).isEqualTo("model_not_found");
	}

	@ParameterizedTest
	@CsvSource({ "400, 400", "401, 401", "402, 402", "403, 403", "404, 404", "422, 422", "429, 429", "500, 500",
			"503, 503", "529, 529" })
	void statusOfTheProviderIsKept(int upstream, int expected) throws Exception {
		this.fake.enqueue(Reply.status(upstream).error("some_type", "Some text"));
		HttpResponse<String> response = this.gateway.chat(Gateway.HELLO);
		assertThat(response.statusCode()).isEqualTo(expected);
		JsonNode error = Gateway.error(response);
		assertThat(error.path("type").stringValue()).isEqualTo("some_type");
		assertThat(error.path("message").stringValue()).isNotEmpty();
		assertThat(error.has("param")).isTrue();
		assertThat(error.has("code")).isTrue();
	}

	@Test
	void waitOfARateLimitPassesThrough() throws Exception {
		for (String body : new String[] { Gateway.HELLO, Gateway.HELLO_STREAM }) {
			this.fake.enqueue(Reply.rateLimited(Duration.ofSeconds(7)));
			HttpResponse<String> response = this.gateway.chat(body);
			assertThat(response.statusCode()).isEqualTo(429);
			assertThat(response.headers().firstValue("retry-after")).hasValue("7");
		}
	}

	@Test
	void resetConnectionIsABadGateway() throws Exception {
		// The library tries a dead connection once more
		this.fake.enqueue(2, Reply.reset());
		HttpResponse<String> response = this.gateway.chat(Gateway.HELLO);
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(Gateway.error(response).path("code").stringValue()).isEqualTo("network_error");
	}

	@Test
	void junkIsABadGateway() throws Exception {
		this.fake.enqueue(Reply.status(200).html("<h1>Hello</h1>"));
		HttpResponse<String> response = this.gateway.chat(Gateway.HELLO);
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(response.body()).doesNotContain("<h1>");
	}

	@Test
	void keptConnectionsStayUsable() throws Exception {
		// A client that is faster than the end of the answer before, as OpenAI's clients
		// are
		for (int i = 0; i < 50; i++) {
			assertThat(this.gateway.chat(Gateway.HELLO).statusCode()).isEqualTo(200);
			assertThat(this.gateway.get("/v1/models").statusCode()).isEqualTo(200);
			assertThat(this.gateway.chat(Gateway.HELLO.replace(Gateway.MODEL, "no/such")).statusCode()).isEqualTo(404);
			assertThat(this.gateway.get("/app.js").statusCode()).isEqualTo(200);
		}
	}

	/**
	 * Reactor Netty up to 1.3.6 stopped reading such a connection
	 * (reactor/reactor-netty#4361).
	 */
	@Test
	void requestThatCameTooEarlyLeavesTheConnectionUsable() throws Exception {
		String get = "GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n";
		String post = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
				+ "content-length: " + Gateway.HELLO.length() + "\r\n\r\n" + Gateway.HELLO;
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(10_000);
			for (int i = 0; i < 20; i++) {
				socket.getOutputStream().write((post + get).getBytes(StandardCharsets.US_ASCII));
				awaitResponses(socket, 2);
				socket.getOutputStream().write(get.getBytes(StandardCharsets.US_ASCII));
				awaitResponses(socket, 1);
			}
		}
	}

	private static void awaitResponses(Socket socket, int number) throws IOException {
		String head = "HTTP/1.1 200 OK";
		byte[] bytes = new byte[65536];
		String received = "";
		for (int seen = 0; seen < number;) {
			int length = socket.getInputStream().read(bytes);
			assertThat(length).as("the server keeps the connection open").isPositive();
			received += new String(bytes, 0, length, StandardCharsets.US_ASCII);
			for (int at = received.indexOf(head); at >= 0; at = received.indexOf(head)) {
				seen++;
				received = received.substring(at + head.length());
			}
			received = received.substring(Math.max(0, received.length() - head.length()));
		}
	}

	@Test
	void imageOfSomeMegabytesReachesTheServer() throws Exception {
		String image = "A".repeat(6_000_000);
		String content = "[{\"type\":\"text\",\"text\":\"What is it?\"},{\"type\":\"image_url\",\"image_url\":"
				+ "{\"url\":\"data:image/png;base64," + image + "\"}}]";
		HttpResponse<String> response = this.gateway.chat(Gateway.HELLO.replace("\"Hello!\"", content));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(this.fake.requests().get(0).body()).contains(image);
	}

	@Test
	void clientThatLeavesBeforeTheAnswerCancelsTheCall() throws Exception {
		this.fake.enqueue(Reply.silence());
		try (Socket socket = new Socket("localhost", this.port)) {
			OutputStream request = socket.getOutputStream();
			request.write(("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
					+ "content-length: " + Gateway.HELLO.length() + "\r\n\r\n" + Gateway.HELLO)
				.getBytes(StandardCharsets.US_ASCII));
			request.flush();
			this.fake.takeRequest(Duration.ofSeconds(5));
		}
		this.fake.await(RecordedRequest::closedEarly, Duration.ofSeconds(5));
	}

}
