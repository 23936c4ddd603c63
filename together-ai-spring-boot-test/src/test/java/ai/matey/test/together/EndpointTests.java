package ai.matey.test.together;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import ai.matey.test.together.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static ai.matey.test.together.TestClient.LLAMA;
import static ai.matey.test.together.TestClient.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The other paths, and requests that the service refuses.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointTests {

	private static final String EMBEDDING = "intfloat/multilingual-e5-large-instruct";

	private final FakeTogether fake = FakeTogether.builder()
		.pace(Duration.ZERO)
		.apiKey("test-key")
		.model("my/model")
		.start();

	private final TestClient client = new TestClient(this.fake);

	@AfterAll
	void close() {
		this.fake.close();
	}

	@Test
	void modelsAreABareArray() {
		HttpResponse<String> response = this.client.get("/models");
		assertThat(response.body()).startsWith("[{\"id\":");
		JsonNode models = Json.parse(response.body());
		assertThat(models.valueStream().map((model) -> model.path("type").stringValue())).contains("chat", "language",
				"embedding", "rerank", "image", "moderation");
		assertThat(models.valueStream().map((model) -> model.path("id").stringValue())).contains("my/model");
		assertThat(models.valueStream().filter((model) -> !model.has("context_length"))).isNotEmpty();
		assertThat(models.valueStream().map((model) -> model.at("/pricing/image_pixel")).filter(JsonNode::isObject))
			.isNotEmpty();
	}

	@Test
	void whoamiTellsWhoOwnsTheKey() {
		HttpResponse<String> response = this.client.get("/whoami");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Json.parse(response.body()).path("organization_id").stringValue()).isEqualTo("org_fake");
		assertThat(response.body()).hasSizeLessThan(500).doesNotContain("test-key");
	}

	@Test
	void embeddingsAreUnitVectorsOfTheWords() {
		String body = """
				{"model":"%s","input":["red apples","green apples","tax law"]%s}""";
		JsonNode data = this.client.json("/embeddings", body.formatted(EMBEDDING, "")).path("data");
		assertThat(data).hasSize(3);
		assertThat(data.path(0).path("embedding")).hasSize(1024);
		assertThat(product(data, 0, 0)).isCloseTo(1, within(1e-4));
		assertThat(product(data, 0, 1)).isGreaterThan(product(data, 0, 2) + 0.2);
		JsonNode coded = this.client
			.json("/embeddings", body.formatted(EMBEDDING, ",\"encoding_format\":\"base64\",\"dimensions\":4"))
			.at("/data/2");
		assertThat(coded.path("index").intValue()).isEqualTo(2);
		ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(coded.path("embedding").stringValue()))
			.order(ByteOrder.LITTLE_ENDIAN);
		assertThat(floats.remaining()).isEqualTo(16);
		assertThat(Math.abs(floats.getFloat())).isLessThanOrEqualTo(1);
	}

	private static double product(JsonNode data, int left, int right) {
		double product = 0;
		for (int index = 0; index < 1024; index++) {
			product += data.path(left).path("embedding").path(index).doubleValue()
					* data.path(right).path("embedding").path(index).doubleValue();
		}
		return product;
	}

	@Test
	void rerankSortsBySharedWords() {
		JsonNode answer = this.client.json("/rerank", """
				{"model":"mixedbread-ai/Mxbai-Rerank-Large-V2","query":"red apples","top_n":2,"return_documents":true,
				"documents":["blue sky","red apples taste","an apples pie"]}""");
		assertThat(answer.path("results")).hasSize(2);
		assertThat(answer.at("/results/0/index").intValue()).isEqualTo(1);
		assertThat(answer.at("/results/0/relevance_score").doubleValue()).isEqualTo(1);
		assertThat(answer.at("/results/1/document/text").stringValue()).isEqualTo("an apples pie");
	}

	@Test
	void imagesComeAsDataOrLink() {
		String body = "{\"model\":\"black-forest-labs/FLUX.1-schnell\",\"prompt\":\"a cat\",\"n\":2%s}";
		JsonNode coded = this.client.json("/images/generations", body.formatted(",\"response_format\":\"base64\""));
		byte[] png = Base64.getDecoder().decode(coded.at("/data/1/b64_json").stringValue());
		assertThat(new String(png, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
		String url = this.client.json("/images/generations", body.formatted("")).at("/data/0/url").stringValue();
		String base = this.fake.baseUrl().replace("/v1", "");
		assertThat(url).startsWith(base + "/fake-images/");
		HttpResponse<String> image = this.client.send(HttpRequest.newBuilder(URI.create(url)).build());
		assertThat(image.headers().firstValue("content-type")).contains("image/png");
	}

	@Test
	void textCompletions() {
		String body = "{\"model\":\"my/model\",\"prompt\":\"Once upon\"%s}";
		JsonNode plain = this.client.json("/completions", body.formatted(""));
		assertThat(plain.path("object").stringValue()).isEqualTo("text.completion");
		assertThat(plain.at("/choices/0/text").stringValue()).contains("Once upon");
		List<JsonNode> chunks = this.client.stream("/completions", body.formatted(",\"stream\":true"));
		assertThat(chunks.get(chunks.size() - 1).at("/usage/prompt_tokens").intValue()).isEqualTo(2);
		assertThat(TestClient.joined(chunks, 0, "content")).isEqualTo(plain.at("/choices/0/text").stringValue());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			/chat/completions | {"model"                                          | 400 | -     | -
			/chat/completions | []                                                | 400 | -     | -
			/chat/completions | {"messages":[{"role":"user","content":"x"}]}      | 400 | model | -
			/chat/completions | {"model":"my/model","messages":[]}                | 400 | messages | -
			/chat/completions | {"model":"my/model"}                              | 400 | messages | -
			/chat/completions | {"model":"no/such","messages":[{"role":"user"}]}  | 404 | -     | model_not_available
			/embeddings       | {"model":"my/model","input":"x"}                  | 400 | model | -
			/nothing          | {}                                                | 404 | -     | -
			/models           | {}                                                | 405 | -     | -
			""")
	void refusals(String path, String body, int status, String param, String code) {
		HttpResponse<String> response = this.client.post(path, body);
		assertThat(response.statusCode()).isEqualTo(status);
		JsonNode error = Json.parse(response.body()).path("error");
		assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
		assertThat(error.path("message").stringValue()).startsWith("Made up by FakeTogether");
		assertThat(error.path("param").asString("-")).isEqualTo(param);
		assertThat(error.path("code").asString("-")).isEqualTo(code);
	}

	@Test
	void wrongKeyIsRefused() {
		HttpResponse<String> chat = this.client.send(this.client.request("/chat/completions")
			.setHeader("authorization", "Bearer wrong")
			.POST(HttpRequest.BodyPublishers.ofString(chat(LLAMA, "")))
			.build());
		assertThat(chat.statusCode()).isEqualTo(401);
		assertThat(Json.parse(chat.body()).at("/error/code").stringValue()).isEqualTo("invalid_api_key");
		HttpResponse<String> models = this.client
			.send(this.client.request("/models").setHeader("authorization", "Bearer wrong").build());
		assertThat(models.statusCode()).isEqualTo(401);
		assertThat(Json.parse(models.body())).isEqualTo(Json.parse("{\"error\":{\"message\":\"Unauthorized\"}}"));
		assertThat(this.fake.requests().toString()).doesNotContain("wrong", "test-key");
	}

}
