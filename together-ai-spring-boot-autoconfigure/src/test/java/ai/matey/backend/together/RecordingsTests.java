package ai.matey.backend.together;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;

import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.backend.together.stream.ObservedStream;
import ai.matey.backend.together.stream.Recording;
import ai.matey.backend.together.stream.RequiresRecordings;
import ai.matey.backend.together.stream.StreamResult;
import ai.matey.backend.together.wire.Json;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every recorded answer of the service, served over HTTP and read through the public API.
 * What each must yield stands in {@code expectations.json}; there are no exceptions.
 */
class RecordingsTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String KEY = "key-that-must-not-appear";

	private static final String PROMPT = "A prompt that must not appear in any message";

	private static final IRChatRequest REQUEST = IRChatRequest.builder().model("some/model").user(PROMPT).build();

	private final WireMockServer server = new WireMockServer(WireMockConfiguration.wireMockConfig().dynamicPort());

	private TogetherAIBackendAdapter together;

	@BeforeEach
	void start() {
		this.server.start();
		this.together = TogetherAIBackendAdapter.builder()
			.apiKey(KEY)
			.baseUrl(this.server.baseUrl())
			.retry(TogetherRetry.DEFAULT.withMaxAttempts(1))
			.build();
	}

	@AfterEach
	void stop() {
		this.together.close();
		this.server.stop();
	}

	@TestFactory
	@RequiresRecordings
	Stream<DynamicTest> yieldWhatTheyMust() throws IOException {
		Map<String, Object> expectations = expectations();
		return Recording.all()
			.stream()
			.map((recording) -> DynamicTest.dynamicTest(recording.name(), () -> check(recording, expectations)));
	}

	private void check(Recording recording, Map<String, Object> expectations) {
		ResponseDefinitionBuilder response = aResponse().withStatus(recording.status()).withBody(recording.body());
		recording.headers().forEach(response::withHeader);
		this.server.stubFor(any(anyUrl()).willReturn(response));
		for (Map<String, Object> yield : yields(recording)) {
			assertThat(yield).as("what %s yields", recording).isEqualTo(expectations.get(recording.name()));
		}
	}

	private List<Map<String, Object>> yields(Recording recording) {
		return switch (recording.name().substring(0, recording.name().indexOf('-'))) {
			case "chat" -> List.of(recording.isStream() ? stream() : chat());
			case "completion" -> List.of(completion());
			case "embeddings" -> List.of(embedding());
			case "rerank" -> List.of(reranking());
			case "image" -> List.of(image());
			case "models" -> List.of(models());
			case "error" -> List.of(chat(), stream(), completion(), embedding(), reranking(), image(), models());
			default -> throw new IllegalStateException("No endpoint for " + recording);
		};
	}

	private Map<String, Object> chat() {
		return outcome(this.together.execute(REQUEST).map(ObservedStream::of));
	}

	private Map<String, Object> completion() {
		IRParameters parameters = IRParameters.builder().model("some/model").build();
		return outcome(this.together.complete(new IRCompletionRequest(PROMPT, parameters)).map(ObservedStream::of));
	}

	private Map<String, Object> embedding() {
		IREmbedRequest request = IREmbedRequest.builder().model("some/model").input(List.of(PROMPT)).build();
		return outcome(this.together.embed(request).map(ObservedStream::of));
	}

	private Map<String, Object> reranking() {
		IRRerankRequest request = IRRerankRequest.builder()
			.model("some/model")
			.query(PROMPT)
			.documents(Collections.nCopies(10, PROMPT))
			.build();
		return outcome(this.together.rerank(request).map(ObservedStream::of));
	}

	private Map<String, Object> image() {
		IRImageRequest request = IRImageRequest.builder().model("some/model").prompt(PROMPT).build();
		return outcome(this.together.generateImages(request).map(ObservedStream::of));
	}

	private Map<String, Object> models() {
		return outcome(this.together.listModels(ListModelsOptions.ALL.refreshed()).map(ObservedStream::of));
	}

	private static Map<String, Object> outcome(Mono<Map<String, Object>> call) {
		try {
			return call.block(LIMIT);
		}
		catch (AdapterException ex) {
			return failed(ex);
		}
	}

	private Map<String, Object> stream() {
		List<IRStreamChunk> chunks = new ArrayList<>();
		try {
			this.together.executeStream(REQUEST).doOnNext(chunks::add).blockLast(LIMIT);
		}
		catch (AdapterException ex) {
			return failed(ex);
		}
		return ObservedStream.of(StreamResult.check(chunks));
	}

	private static Map<String, Object> failed(AdapterException failure) {
		assertThat(failure).hasMessageNotContaining(KEY).hasMessageNotContaining(PROMPT);
		assertThat(failure.toString() + failure.details()).doesNotContain(KEY).doesNotContain(PROMPT);
		return ObservedStream.of(failure);
	}

	private static Map<String, Object> expectations() throws IOException {
		try (InputStream json = RecordingsTests.class.getResourceAsStream("expectations.json")) {
			return new LinkedHashMap<>(Json.map(Json.read(new String(json.readAllBytes(), "UTF-8"))));
		}
	}

}
