package ai.matey.backend.together;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.backend.together.stream.Recording;
import ai.matey.backend.together.stream.RequiresRecordings;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every recorded response cost: recomputed from the figures in its body.
 */
class RecordedCostTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String MODELS = """
			[{"id": "some/model", "object": "model", "created": 0, "type": "chat", "pricing":
				{"hourly": 0, "input": 3, "output": 15, "base": 0, "finetune": 0, "cached_input": 0.3, "image": 0}},
			 {"id": "free/model", "object": "model", "created": 0, "type": "chat", "pricing":
				{"hourly": 0, "input": 0, "output": 0, "base": 0, "finetune": 0}},
			 {"id": "image/model", "object": "model", "created": 0, "type": "image", "pricing":
				{"hourly": 0, "input": 0, "output": 0, "image": {"example_price": 0.0154}, "image_pixel": 0}},
			 {"id": "pixel/model", "object": "model", "created": 0, "type": "image", "pricing":
				{"hourly": 0, "input": 0, "output": 0, "image": 0,
				 "image_pixel": {"price_per_megapixel": 0.0027, "min_steps": 4}}}]
			""";

	private final WireMockServer server = new WireMockServer(WireMockConfiguration.wireMockConfig().dynamicPort());

	private final List<IRCost> charged = new ArrayList<>();

	private TogetherAIBackendAdapter together;

	@BeforeEach
	void start() {
		this.server.start();
		this.together = TogetherAIBackendAdapter.builder()
			.apiKey("key")
			.baseUrl(this.server.baseUrl())
			.retry(TogetherRetry.DEFAULT.withMaxAttempts(1))
			.listener(new BackendListener() {

				@Override
				public void charged(BackendCall call, IRCost cost) {
					RecordedCostTests.this.charged.add(cost);
				}

			})
			.build();
		this.server.stubFor(get("/v1/models").willReturn(okJson(MODELS)));
		assertThat(Objects.requireNonNull(this.together.listModels(ListModelsOptions.ALL).block(LIMIT)).models())
			.hasSize(4);
	}

	@AfterEach
	void stop() {
		this.together.close();
		this.server.stop();
	}

	@TestFactory
	@RequiresRecordings
	Stream<DynamicTest> recordedResponsesCostWhatTheirUsageSays() {
		return Recording.all()
			.stream()
			.filter((recording) -> recording.name().startsWith("chat-") || recording.name().startsWith("completion-"))
			.filter((recording) -> recording.status() == 200)
			.map((recording) -> DynamicTest.dynamicTest(recording.name(), () -> check(recording)));
	}

	@Test
	void modelsWithoutPriceHaveNoCost() {
		this.server.stubFor(any(anyUrl()).willReturn(okJson("""
				{"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"},
				 "finish_reason": "stop"}], "usage": {"prompt_tokens": 5, "completion_tokens": 5, "total_tokens": 10}}
				""")));
		for (String model : List.of("free/model", "unlisted/model")) {
			IRChatResponse response = this.together.execute(IRChatRequest.builder().model(model).user("Hi").build())
				.block(LIMIT);
			assertThat(Objects.requireNonNull(response).metadata().cost()).isNull();
		}
		assertThat(this.charged).isEmpty();
	}

	@Test
	void imagesCostTheirNumberOrTheirPixels() {
		this.server.stubFor(any(anyUrl()).willReturn(
				okJson("""
						{"id": "1", "model": "m", "object": "list", "data": [{"index": 0, "url": "a"}, {"index": 1, "url": "b"}]}
						""")));
		assertThat(image("image/model", null)).isEqualByComparingTo("0.0308");
		assertThat(image("pixel/model", null)).isEqualByComparingTo("0.0028311552");
		assertThat(image("pixel/model", 4)).isEqualByComparingTo("0.0028311552");
		assertThat(image("pixel/model", 5)).isNull();
		assertThat(this.charged).hasSize(3);
	}

	private @Nullable BigDecimal image(String model, @Nullable Integer steps) {
		IRImageResponse response = this.together
			.generateImages(IRImageRequest.builder().model(model).prompt("A cat").n(2).width(512).steps(steps).build())
			.block(LIMIT);
		IRCost cost = Objects.requireNonNull(response).metadata().cost();
		return (cost != null) ? cost.amount() : null;
	}

	private void check(Recording recording) {
		ResponseDefinitionBuilder response = aResponse().withStatus(recording.status()).withBody(recording.body());
		recording.headers().forEach(response::withHeader);
		this.server.stubFor(any(anyUrl()).willReturn(response));
		this.charged.clear();
		IRMetadata metadata = metadata(recording).onErrorComplete().block(LIMIT);
		BigDecimal expected = expected(recording);
		if (metadata == null || expected == null) {
			assertThat(this.charged).isEmpty();
			return;
		}
		assertThat(Objects.requireNonNull(metadata.cost()).amount()).isEqualByComparingTo(expected);
		assertThat(this.charged).containsExactly(metadata.cost());
	}

	private Mono<IRMetadata> metadata(Recording recording) {
		IRChatRequest request = IRChatRequest.builder().model("some/model").user("Hi").build();
		if (recording.isStream()) {
			return this.together.executeStream(request)
				.ofType(IRStreamChunk.Done.class)
				.single()
				.map((done) -> done.response().metadata());
		}
		Mono<IRChatResponse> response = recording.name().startsWith("completion-")
				? this.together
					.complete(new IRCompletionRequest("Hi", IRParameters.builder().model("some/model").build()))
				: this.together.execute(request);
		return response.map(IRChatResponse::metadata);
	}

	/**
	 * The last usage counts: some streams send one with every event.
	 */
	private static @Nullable BigDecimal expected(Recording recording) {
		String body = new String(recording.body(), StandardCharsets.UTF_8);
		JsonNode usage = null;
		for (String part : recording.isStream() ? body.split("\n") : new String[] { body }) {
			String json = part.startsWith("data: ") ? part.substring(6) : part;
			JsonNode found = json.startsWith("{") ? JSON.readTree(json).path("usage") : null;
			usage = (found != null && found.isObject()) ? found : usage;
		}
		if (usage == null) {
			return null;
		}
		long cached = usage.path("cached_tokens")
			.asLong(usage.path("prompt_tokens_details").path("cached_tokens").asLong(0));
		return price(usage.path("prompt_tokens").asLong() - cached, "3").add(price(cached, "0.3"))
			.add(price(usage.path("completion_tokens").asLong(), "15"));
	}

	private static BigDecimal price(long tokens, String perMillion) {
		return BigDecimal.valueOf(tokens).multiply(new BigDecimal(perMillion)).movePointLeft(6);
	}

}
