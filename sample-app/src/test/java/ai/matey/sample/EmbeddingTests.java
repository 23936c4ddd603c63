package ai.matey.sample;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Embeddings in OpenAI's format.
 */
@GatewayTest
class EmbeddingTests {

	private static final String MODEL = "intfloat/multilingual-e5-large-instruct";

	private final FakeTogether fake;

	private final Gateway gateway;

	EmbeddingTests(@Autowired FakeTogether fake, @LocalServerPort int port) {
		this.fake = fake;
		this.gateway = new Gateway(port);
	}

	@Test
	void eachTextGetsAVector() throws Exception {
		JsonNode list = Gateway.json(embed("[\"one\",\"two\"]", "").body());
		assertThat(list.path("object").stringValue()).isEqualTo("list");
		assertThat(list.path("model").stringValue()).isEqualTo(MODEL);
		assertThat(list.path("data")).hasSize(2).allSatisfy((entry) -> {
			assertThat(entry.path("object").stringValue()).isEqualTo("embedding");
			assertThat(entry.path("embedding")).isNotEmpty();
		});
		assertThat(list.at("/data/1/index").intValue()).isEqualTo(1);
	}

	@Test
	void base64HoldsTheSameNumbers() throws Exception {
		JsonNode numbers = Gateway.json(embed("\"one\"", "").body()).at("/data/0/embedding");
		String text = Gateway.json(embed("\"one\"", ",\"encoding_format\":\"base64\"").body())
			.at("/data/0/embedding")
			.stringValue();
		ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
		assertThat(bytes.remaining()).isEqualTo(4 * numbers.size());
		numbers.forEach((number) -> assertThat(bytes.getFloat()).isEqualTo(number.floatValue()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "[]|''|input", "[1,2]|''|input", "null|''|input", "{}|''|input",
			"\"x\"|,\"encoding_format\":\"hex\"|encoding_format" })
	void requestThatMakesNoSenseIsRefused(String input, String more, String param) throws Exception {
		HttpResponse<String> response = embed(input, more);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(Gateway.error(response).path("param").stringValue()).isEqualTo(param);
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void failureKeepsItsStatus() throws Exception {
		this.fake.enqueue(Reply.rateLimited(Duration.ofSeconds(3)));
		HttpResponse<String> response = embed("\"one\"", "");
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("retry-after")).hasValue("3");
	}

	private HttpResponse<String> embed(String input, String more) throws Exception {
		return this.gateway.post("/v1/embeddings", "{\"model\":\"" + MODEL + "\",\"input\":" + input + more + "}",
				"content-type", "application/json");
	}

}
