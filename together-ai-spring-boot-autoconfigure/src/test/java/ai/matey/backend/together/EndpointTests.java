package ai.matey.backend.together;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import tools.jackson.databind.JsonNode;

import ai.matey.adapter.BackendAdapter;
import ai.matey.backend.together.endpoint.OpenApi;
import ai.matey.backend.together.endpoint.RequiresDocument;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.backend.together.stream.StreamResult;
import ai.matey.backend.together.wire.Json;
import ai.matey.core.Bridge;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.ir.AIModel;
import ai.matey.ir.DimensionStrategy;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IREmbedding;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ListModelsOptions;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

/**
 * The endpoints beside chat.
 */
class EndpointTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	/** Every request that is sent here is held against it. */
	private static final OpenApi DOCUMENT = OpenApi.load();

	private final FakeTogether fake = FakeTogether.builder().pace(Duration.ZERO).start();

	private TogetherAIBackendAdapter together;

	@BeforeEach
	void start() {
		this.together = TogetherAIBackendAdapter.builder()
			.apiKey("some-key-for-tests")
			.baseUrl(this.fake.baseUrl())
			.retry(TogetherRetry.DEFAULT.withMaxAttempts(1))
			.build();
	}

	@AfterEach
	void stop() {
		this.together.close();
		this.fake.close();
		if (DOCUMENT != null) {
			this.fake.requests()
				.stream()
				.filter((request) -> request.method().equals("POST"))
				.forEach((request) -> DOCUMENT.check(request.path().substring("/v1".length()), request.body()));
		}
	}

	/**
	 * Skipped where the others could not be held against the document.
	 */
	@Test
	@RequiresDocument
	void eachRequestIsHeldAgainstTheVendorsDocument() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Objects.requireNonNull(DOCUMENT).check("/embeddings", "{\"model\":\"m\"}"))
			.withMessageContaining("input");
	}

	@Test
	void embedsBatchesOneAfterTheOtherAndKeepsTheOrder() {
		List<String> texts = IntStream.range(0, 7).mapToObj((i) -> "text number " + i).toList();
		IREmbedResponse whole = embed(embedding(texts).build());
		IREmbedResponse batched = embed(embedding(texts).maxBatchSize(3).build());
		assertThat(batched.embeddings()).isEqualTo(whole.embeddings())
			.extracting(IREmbedding::index)
			.containsExactly(0, 1, 2, 3, 4, 5, 6);
		assertThat(inputs()).extracting(JsonNode::size).containsExactly(7, 3, 3, 1);
	}

	@Test
	void tellsWhatAllBatchesTook() {
		String answer = """
				{"id":"%1$s","data":[{"index":0,"embedding":[1]}],"warnings":["all","%1$s"],
				"usage":{"prompt_tokens":3,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":2}}}""";
		this.together.close();
		this.together = TogetherAIBackendAdapter.builder()
			.apiKey("some-key-for-tests")
			.baseUrl(this.fake.baseUrl())
			.build();
		this.fake.enqueue(Reply.status(503).header("retry-after-ms", "300"),
				Reply.json(answer.formatted("first")).header("x-ratelimit-remaining", "7"),
				Reply.json(answer.formatted("second")));
		IREmbedResponse response = embed(embedding(List.of("a", "b")).maxBatchSize(1).build());
		IRMetadata metadata = response.metadata();
		assertThat(metadata.attempts()).isEqualTo(3);
		assertThat(metadata.latency()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		assertThat(metadata.warnings()).extracting(IRWarning::message)
			.containsExactlyInAnyOrder("all", "first", "second");
		assertThat(metadata.rateLimits().requests().remaining()).isEqualTo(7);
		assertThat(metadata.providerResponseId()).isEqualTo("second");
		assertThat(response.usage().cachedTokens()).isEqualTo(4);
	}

	@Test
	void sendsAtMost256TextsInOneRequest() {
		List<String> texts = IntStream.range(0, 600).mapToObj((i) -> "text " + i).toList();
		assertThat(embed(embedding(texts).build()).embeddings()).extracting(IREmbedding::index)
			.containsExactlyElementsOf(IntStream.range(0, 600).boxed().toList());
		assertThat(inputs()).extracting(JsonNode::size).containsExactly(256, 256, 88);
	}

	@Test
	void theDefaultModelServesEveryEndpoint() {
		this.together.close();
		this.together = TogetherAIBackendAdapter.builder()
			.apiKey("some-key-for-tests")
			.baseUrl(this.fake.baseUrl())
			.defaultModel("some/model")
			.build();
		this.fake.enqueue(Reply.json("{\"data\":[{\"index\":0,\"embedding\":[1]}]}"));
		embed(embedding(List.of("a")).model(null).build());
		this.fake.enqueue(Reply.json("{\"results\":[]}"));
		this.together.rerank(IRRerankRequest.builder().query("q").documents(List.of("a")).build()).block(LIMIT);
		this.fake.enqueue(Reply.json("{\"data\":[]}"));
		this.together.generateImages(IRImageRequest.builder().prompt("cat").build()).block(LIMIT);
		this.fake.enqueue(Reply.text("Hi"));
		this.together.complete(new IRCompletionRequest("Hi", IRParameters.NONE)).block(LIMIT);
		assertThat(bodies()).hasSize(4)
			.allSatisfy((body) -> assertThat(body.path("model").asString()).isEqualTo("some/model"));
	}

	@Test
	void listsTheModelsForDedicatedEndpointsApart() {
		this.fake.enqueue(Reply.json("[{\"id\":\"a\"}]"), Reply.json("[{\"id\":\"b\"}]"));
		assertThat(models(ListModelsOptions.ALL)).containsExactly("a");
		assertThat(models(ListModelsOptions.ofDedicated())).containsExactly("b");
		assertThat(models(ListModelsOptions.ALL)).containsExactly("a");
		assertThat(models(ListModelsOptions.ofDedicated())).containsExactly("b");
		assertThat(this.fake.requests()).extracting(RecordedRequest::query).containsExactly("", "dedicated=true");
	}

	@Test
	void replacesHalfACharacterAtEveryEndpointAndSaysSo() {
		String half = "a\uD83D";
		this.fake.enqueue(Reply.json("{\"data\":[{\"index\":0,\"embedding\":[1]}]}"));
		assertThat(embed(embedding(List.of(half)).build()).metadata().warnings()).extracting(IRWarning::field)
			.containsExactly("input");
		this.fake.enqueue(Reply.json("{\"results\":[]}"));
		assertThat(this.together
			.rerank(IRRerankRequest.builder().model("m").query("q").documents(List.of("b", half)).build())
			.block(LIMIT)
			.metadata()
			.warnings()).extracting(IRWarning::field).containsExactly("documents[1]");
		this.fake.enqueue(Reply.json("{\"data\":[]}"));
		assertThat(this.together.generateImages(IRImageRequest.builder().model("m").prompt(half).build())
			.block(LIMIT)
			.metadata()
			.warnings()).extracting(IRWarning::field).containsExactly("prompt");
		this.fake.enqueue(Reply.text("Hi"));
		assertThat(this.together.complete(new IRCompletionRequest(half, IRParameters.builder().model("m").build()))
			.block(LIMIT)
			.metadata()
			.warnings()).extracting(IRWarning::field).containsExactly("prompt");
		assertThat(bodies()).hasSize(4)
			.allSatisfy((body) -> assertThat(body.toString()).contains("a\uFFFD").doesNotContain("\uD83D"));
	}

	@Test
	void rateLimitsReachTheCallerOfEveryEndpoint() {
		this.fake.enqueue(limited("{\"data\":[{\"index\":0,\"embedding\":[1]}]}"), limited("{\"results\":[]}"),
				limited("{\"data\":[]}"), limited("{\"choices\":[{\"text\":\"Hi\",\"finish_reason\":\"stop\"}]}"));
		List<IRMetadata> metadata = List.of(embed(embedding(List.of("a")).build()).metadata(),
				this.together.rerank(IRRerankRequest.builder().model("m").query("q").documents(List.of("a")).build())
					.block(LIMIT)
					.metadata(),
				this.together.generateImages(IRImageRequest.builder().model("m").prompt("cat").build())
					.block(LIMIT)
					.metadata(),
				this.together.complete(completion(IRParameters.builder())).block(LIMIT).metadata());
		assertThat(metadata).allSatisfy((known) -> {
			assertThat(known.rateLimits()).isNotNull();
			assertThat(known.rateLimits().requests().limit()).isEqualTo(7);
		});
	}

	@Test
	void asksForTheUsageOfAStreamedCompletion() {
		this.together.completeStream(completion(IRParameters.builder())).blockLast(LIMIT);
		assertThat(bodies().get(0).path("stream_options").path("include_usage").booleanValue()).isTrue();
	}

	@Test
	void putsVectorsWhereTheirIndexSays() {
		this.fake.enqueue(Reply.json("""
				{"object":"list","model":"m","data":[
				{"object":"embedding","index":1,"embedding":[0.5,1]},
				{"object":"embedding","index":0,"embedding":[0.25,-1]}]}"""));
		IREmbedResponse response = embed(embedding(List.of("a", "b")).build());
		assertThat(response.embeddings()).containsExactly(new IREmbedding(0, new float[] { 0.25f, -1 }),
				new IREmbedding(1, new float[] { 0.5f, 1 }));
		assertThat(response.usage()).isNull();
	}

	@Test
	void addsUpTheUsageOfBatches() {
		String answer = """
				{"object":"list","model":"m","data":[{"index":0,"embedding":[1]}],
				"usage":{"prompt_tokens":3,"total_tokens":3}}""";
		this.fake.enqueue(2, Reply.json(answer));
		IREmbedResponse response = embed(embedding(List.of("a", "b")).maxBatchSize(1).build());
		assertThat(response.usage().promptTokens()).isEqualTo(6);
		assertThat(response.usage().totalTokens()).isEqualTo(6);
	}

	@Test
	void readsBase64AsTheSameVectors() {
		IREmbedResponse floats = embed(embedding(List.of("one", "two")).build());
		IREmbedResponse base64 = embed(
				embedding(List.of("one", "two")).encoding(IREmbedRequest.Encoding.BASE64).build());
		assertThat(base64.embeddings()).isEqualTo(floats.embeddings());
		assertThat(bodies().get(0).has("encoding_format")).isFalse();
		assertThat(bodies().get(1).path("encoding_format").asString()).isEqualTo("base64");
	}

	@Test
	void cutsVectorsToLengthOne() {
		this.fake.enqueue(Reply.json("{\"model\":\"m\",\"data\":[{\"index\":0,\"embedding\":[3,4,12]}]}"));
		IREmbedResponse response = embed(embedding(List.of("a")).dimensions(2).build());
		assertThat(response.embeddings().get(0).vector()).containsExactly(new float[] { 0.6f, 0.8f }, within(1e-6f));
		assertThat(response.dimensions()).isEqualTo(2);
		assertThat(response.metadata().warnings()).singleElement()
			.satisfies((warning) -> assertThat(warning.field()).isEqualTo("dimensions"));
		assertThat(bodies().get(0).has("dimensions")).isFalse();
	}

	@Test
	void padsShortVectorsOnlyIfAsked() {
		String answer = "{\"model\":\"m\",\"data\":[{\"index\":0,\"embedding\":[0.5,1]}]}";
		this.fake.enqueue(3, Reply.json(answer));
		IREmbedRequest.Builder request = embedding(List.of("a")).dimensions(3);
		assertThat(embed(request.build()).dimensions()).isEqualTo(2);
		assertThat(embed(request.dimensionStrategy(DimensionStrategy.PAD).build()).embeddings().get(0).vector())
			.containsExactly(0.5f, 1, 0);
		IREmbedResponse fitting = embed(request.dimensions(2).build());
		assertThat(fitting.embeddings().get(0).vector()).containsExactly(0.5f, 1);
		assertThat(fitting.metadata().warnings()).isEmpty();
	}

	@Test
	void refusesWhatCannotBeEmbeddedBeforeSending() {
		assertThat(refused(embedding(List.of()).build())).isEqualTo("input");
		assertThat(refused(embedding(List.of("a")).model(null).build())).isEqualTo("model");
		assertThat(refused(embedding(List.of("a")).maxBatchSize(0).build())).isEqualTo("max_batch_size");
		assertThat(refused(embedding(List.of("a")).dimensions(0).build())).isEqualTo("dimensions");
		assertThat(
				refused(embedding(List.of("a")).dimensions(8).dimensionStrategy(DimensionStrategy.NATIVE_ONLY).build()))
			.isEqualTo("dimensions");
		assertThat(refused(embedding(List.of("a")).custom("input", "b").build())).isEqualTo("custom.input");
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void warnsOfAnInputTypeThatIsNotSent() {
		IREmbedResponse response = embed(embedding(List.of("a")).inputType(IREmbedRequest.InputType.QUERY).build());
		assertThat(response.metadata().warnings()).extracting(IRWarning::field).containsExactly("input_type");
	}

	@Test
	void refusesVectorsThatDoNotFitTheTexts() {
		for (String data : List.of("[]", "[{\"index\":0,\"embedding\":[1]}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":2,\"embedding\":[1]}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":\"AAA\"}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[null]}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[]}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":4294967297,\"embedding\":[1]}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[1e999]}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[1e39]}]",
				"[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":\"AACAfw==\"}]")) {
			this.fake.enqueue(Reply.json("{\"model\":\"m\",\"data\":" + data + "}"));
			assertThatExceptionOfType(AdapterConversionException.class).as(data)
				.isThrownBy(() -> embed(embedding(List.of("a", "b")).build()));
		}
	}

	@Test
	void theBridgeEmbedsToo() {
		IREmbedRequest request = embedding(List.of("a")).build();
		assertThat(Bridge.builder(this.together).build().embed(request).block(LIMIT).embeddings())
			.isEqualTo(embed(request).embeddings());
	}

	@Test
	void anAdapterThatCannotEmbedSaysSo() {
		BackendAdapter chatOnly = mock(BackendAdapter.class, Mockito.CALLS_REAL_METHODS);
		willReturn(this.together.metadata()).given(chatOnly).metadata();
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> chatOnly.embed(embedding(List.of("a")).build()).block(LIMIT))
			.extracting(AdapterException::code)
			.isEqualTo(ErrorCode.UNSUPPORTED_FEATURE);
	}

	@Test
	void reranksTexts() {
		IRRerankResponse response = this.together
			.rerank(IRRerankRequest.builder()
				.model("mixedbread-ai/Mxbai-Rerank-Large-V2")
				.query("blue sky")
				.documents(List.of("green grass", "a blue sky", "blue paint"))
				.topN(2)
				.returnDocuments(true)
				.build())
			.block(LIMIT);
		assertThat(response.results()).extracting(IRRerankResponse.Result::index).containsExactly(1, 2);
		assertThat(response.results()).extracting(IRRerankResponse.Result::document)
			.containsExactly("a blue sky", "blue paint");
		assertThat(response.usage()).isNotNull();
	}

	@Test
	void reranksObjectsAndSendsOnlyWhatIsSet() {
		IRRerankResponse response = this.together
			.rerank(IRRerankRequest.builder()
				.model("mixedbread-ai/Mxbai-Rerank-Large-V2")
				.query("blue")
				.objects(List.of(Map.of("title", "green"), Map.of("title", "blue")))
				.rankFields(List.of("title"))
				.build())
			.block(LIMIT);
		assertThat(response.results()).extracting(IRRerankResponse.Result::index).containsExactly(1, 0);
		assertThat(response.results()).extracting(IRRerankResponse.Result::document).containsOnlyNulls();
		assertThat(bodies().get(0).propertyNames()).containsExactlyInAnyOrder("model", "query", "documents",
				"rank_fields");
	}

	@Test
	void putsTheMostRelevantFirstWhateverTheServerDoes() {
		this.fake.enqueue(Reply.json("""
				{"results":[{"index":0,"relevance_score":0.1},{"index":1,"relevance_score":0.9}]}"""));
		IRRerankRequest request = IRRerankRequest.builder().model("m").query("q").documents(List.of("a", "b")).build();
		assertThat(this.together.rerank(request).block(LIMIT).results()).extracting(IRRerankResponse.Result::index)
			.containsExactly(1, 0);
	}

	@Test
	void refusesScoresAndPlacesThatCannotBe() {
		for (String result : List.of("{\"index\":4294967296,\"relevance_score\":1}",
				"{\"index\":0,\"relevance_score\":1e999}", "{\"index\":0.5,\"relevance_score\":1}",
				"{\"index\":1,\"relevance_score\":1}", "{\"index\":-1,\"relevance_score\":1}")) {
			this.fake.enqueue(Reply.json("{\"results\":[" + result + "]}"));
			IRRerankRequest request = IRRerankRequest.builder().model("m").query("q").documents(List.of("a")).build();
			assertThatExceptionOfType(AdapterConversionException.class).as(result)
				.isThrownBy(() -> this.together.rerank(request).block(LIMIT));
		}
	}

	@Test
	void refusesToRerankNothing() {
		IRRerankRequest.Builder request = IRRerankRequest.builder().model("m").query("q");
		assertThat(refused(request.build())).isEqualTo("documents");
		assertThat(refused(request.documents(List.of("a")).objects(List.of(Map.of("b", "c"))).build()))
			.isEqualTo("documents");
		assertThat(refused(request.objects(List.of()).query(" ").build())).isEqualTo("query");
		assertThat(refused(request.query("q").topN(0).build())).isEqualTo("top_n");
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void makesImagesAsUrlsOrBytes() {
		IRImageRequest.Builder request = IRImageRequest.builder()
			.model("black-forest-labs/FLUX.1-schnell")
			.prompt("cat");
		IRImageResponse urls = this.together.generateImages(request.n(2).build()).block(LIMIT);
		assertThat(urls.images()).hasSize(2).allSatisfy((image) -> {
			assertThat(image.url()).startsWith("http");
			assertThat(image.base64()).isNull();
			assertThat(image.inferenceTime()).isNotNull();
		});
		IRImageResponse bytes = this.together
			.generateImages(request.n(null).delivery(IRImageRequest.Delivery.BASE64).build())
			.block(LIMIT);
		assertThat(bytes.images()).singleElement()
			.satisfies((image) -> assertThat(Base64.getDecoder().decode(image.base64())).isNotEmpty());
	}

	@Test
	void sendsEveryImageParameterUnderItsName() {
		this.together
			.generateImages(IRImageRequest.builder()
				.model("black-forest-labs/FLUX.1-schnell")
				.prompt("cat")
				.width(512)
				.height(256)
				.steps(4)
				.n(1)
				.seed(7L)
				.negativePrompt("dog")
				.guidanceScale(3.5)
				.imageUrl("https://example.com/a.png")
				.referenceImages(List.of("https://example.com/b.png"))
				.loras(List.of(new IRImageRequest.Lora("https://example.com/lora", 1)))
				.delivery(IRImageRequest.Delivery.URL)
				.outputFormat("png")
				.disableSafetyChecker(false)
				.custom("something_new", true)
				.build())
			.block(LIMIT);
		assertThat(Json.map(bodies().get(0))).isEqualTo(Json.map(Json.read("""
				{"model":"black-forest-labs/FLUX.1-schnell","prompt":"cat","width":512,"height":256,"steps":4,"n":1,
				"seed":7,"negative_prompt":"dog","guidance_scale":3.5,"image_url":"https://example.com/a.png",
				"reference_images":["https://example.com/b.png"],
				"image_loras":[{"path":"https://example.com/lora","scale":1.0}],"response_format":"url",
				"output_format":"png","disable_safety_checker":false,"something_new":true}""")));
	}

	@Test
	void completesTextInOnePieceAndInChunks() {
		IRCompletionRequest request = completion(IRParameters.builder().maxTokens(30));
		IRChatResponse plain = this.together.complete(request).block(LIMIT);
		List<IRStreamChunk> chunks = this.together.completeStream(request).collectList().block(LIMIT);
		IRChatResponse streamed = StreamResult.check(chunks);
		assertThat(plain.text()).isNotBlank().isEqualTo(streamed.text());
		assertThat(plain.finishReason()).isEqualTo(streamed.finishReason()).isNotEqualTo(FinishReason.UNKNOWN);
		assertThat(plain.usage()).isNotNull().isEqualTo(streamed.usage());
		assertThat(bodies().get(0).propertyNames()).containsExactlyInAnyOrder("model", "prompt", "max_tokens");
	}

	@Test
	void warnsOfWhatCompletionsDoNotHave() {
		IRChatResponse response = this.together
			.complete(completion(IRParameters.builder()
				.reasoning(true)
				.reasoningEffort("low")
				.contextLengthExceededBehavior("truncate")
				.chatTemplateKwargs(Map.of("thinking", true))))
			.block(LIMIT);
		assertThat(response.metadata().warnings()).extracting(IRWarning::field)
			.containsExactly("reasoning", "reasoning_effort", "context_length_exceeded_behavior",
					"chat_template_kwargs");
	}

	@Test
	void errorsAreTypedAtEveryEndpoint() {
		IRCompletionRequest request = completion(IRParameters.builder());
		this.fake.enqueue(2,
				Reply.status(402).json("{\"error\":{\"message\":\"No credit\",\"type\":\"credit_limit\"}}"));
		assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> this.together.complete(request).block(LIMIT))
			.extracting(AdapterException::code)
			.isEqualTo(ErrorCode.QUOTA_EXCEEDED);
		assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> embed(embedding(List.of("a")).build()))
			.extracting(AdapterException::code)
			.isEqualTo(ErrorCode.QUOTA_EXCEEDED);
	}

	private static IREmbedRequest.Builder embedding(List<String> texts) {
		return IREmbedRequest.builder().model("intfloat/multilingual-e5-large-instruct").input(texts);
	}

	private static IRCompletionRequest completion(IRParameters.Builder parameters) {
		return new IRCompletionRequest("Once upon a time",
				parameters.model("meta-llama/Llama-3.3-70B-Instruct-Turbo").build());
	}

	private IREmbedResponse embed(IREmbedRequest request) {
		return this.together.embed(request).block(LIMIT);
	}

	private List<String> models(ListModelsOptions options) {
		return this.together.listModels(options).block(LIMIT).models().stream().map(AIModel::id).toList();
	}

	private static Reply limited(String json) {
		return Reply.json(json).header("x-ratelimit-limit", "7");
	}

	private String refused(IREmbedRequest request) {
		return refused(() -> embed(request));
	}

	private String refused(IRRerankRequest request) {
		return refused(() -> this.together.rerank(request).block(LIMIT));
	}

	private static String refused(ThrowingCallable call) {
		return catchThrowableOfType(ValidationException.class, call).field();
	}

	private List<JsonNode> bodies() {
		return this.fake.requests().stream().map((request) -> Json.read(request.body())).toList();
	}

	private List<JsonNode> inputs() {
		return bodies().stream().map((body) -> body.path("input")).toList();
	}

}
