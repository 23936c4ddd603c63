package ai.matey.springai.chatclient;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.rag.Query;

import ai.matey.springai.TogetherRerankDocumentPostProcessor;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each call is counted once: durations and tokens by the bridge, calls of ChatClient and
 * its advisors by Spring AI.
 */
@SpringAiTest
class MeterTests {

	private final ChatClient chatClient;

	private final EmbeddingModel embeddingModel;

	private final ImageModel imageModel;

	private final TogetherRerankDocumentPostProcessor reranker;

	private final FakeTogether fake;

	private final MeterRegistry meters;

	MeterTests(ChatClient.Builder builder, EmbeddingModel embeddingModel, ImageModel imageModel,
			TogetherRerankDocumentPostProcessor reranker, FakeTogether fake, MeterRegistry meters) {
		this.chatClient = builder.build();
		this.embeddingModel = embeddingModel;
		this.imageModel = imageModel;
		this.reranker = reranker;
		this.fake = fake;
		this.meters = meters;
	}

	@BeforeEach
	void clear() {
		this.meters.clear();
	}

	@Test
	void aCallIsCountedOnce() {
		this.fake.enqueue(Reply.text("Hi.").usage(3, 2));
		this.chatClient.prompt("Hello!").call().content();
		countedOnce();
		// That of a stream ends only after its subscriber has seen the end
		assertThat(this.meters.get("spring.ai.chat.client").timer().count()).isEqualTo(1);
	}

	@Test
	void aStreamIsCountedOnce() {
		this.fake.enqueue(Reply.text("Hi.").usage(3, 2));
		this.chatClient.prompt("Hello!").stream().content().blockLast();
		countedOnce();
	}

	private void countedOnce() {
		timedOnce("chat");
		assertThat(tokens("input")).isEqualTo(3);
		assertThat(tokens("output")).isEqualTo(2);
	}

	@Test
	void embeddingsAreCountedOnce() {
		this.fake.enqueue(Reply.json("""
				{"object":"list","model":"intfloat/multilingual-e5-large-instruct",
				"data":[{"object":"embedding","index":0,"embedding":[0.5,0.25]}],
				"usage":{"prompt_tokens":3,"total_tokens":3}}"""));
		EmbeddingResponse response = this.embeddingModel.call(new EmbeddingRequest(List.of("Hello!"), null));
		assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(3);
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(3);
		timedOnce("embeddings");
		assertThat(tokens("input")).isEqualTo(3);
		assertThat(tokens("output")).isZero();
	}

	@Test
	void embeddingsWithoutUsageHaveNoTokens() {
		EmbeddingResponse response = this.embeddingModel.call(new EmbeddingRequest(List.of("Hello!"), null));
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isZero();
		timedOnce("embeddings");
		assertThat(names()).doesNotContain("gen_ai.client.token.usage");
	}

	@Test
	void imagesAreCountedOnce() {
		this.imageModel.call(new ImagePrompt("A cat"));
		timedOnce("generate_content");
		assertThat(names()).doesNotContain("gen_ai.client.token.usage");
	}

	@Test
	void rerankingIsCountedOnce() {
		this.reranker.process(new Query("Which animal?"), List.of(new Document("A cat"), new Document("A stone")));
		timedOnce("rerank");
		assertThat(tokens("input")).isPositive();
	}

	/**
	 * Neither Spring AI's observation nor a second one of the bridge is timed.
	 */
	private void timedOnce(String operation) {
		assertThat(this.meters.get("gen_ai.client.operation.duration").timers()).singleElement().satisfies((timer) -> {
			assertThat(timer.count()).isEqualTo(1);
			assertThat(timer.getId().getTag("gen_ai.operation.name")).isEqualTo(operation);
		});
		assertThat(names()).doesNotContain("gen_ai.client.operation", "gen_ai.client.operation.active");
		assertThat(this.meters.find("gen_ai.client.token.usage").counters()).isEmpty();
	}

	private double tokens(String type) {
		return this.meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", type).summary().totalAmount();
	}

	private List<String> names() {
		return this.meters.getMeters().stream().map((meter) -> meter.getId().getName()).toList();
	}

}
