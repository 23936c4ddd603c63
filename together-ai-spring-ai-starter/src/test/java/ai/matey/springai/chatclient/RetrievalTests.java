package ai.matey.springai.chatclient;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.vectorstore.QuestionAnswerAdvisor;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import tools.jackson.databind.JsonNode;

import ai.matey.springai.TogetherMetadata;
import ai.matey.springai.TogetherRerankDocumentPostProcessor;
import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

@SpringAiTest
class RetrievalTests {

	private static final List<Document> DOCUMENTS = List.of(
			new Document("The sky is blue because air scatters blue light.", Map.of("source", "physics")),
			new Document("Grass is green because of chlorophyll.", Map.of("source", "biology")),
			new Document("The blue whale is the largest animal.", Map.of("source", "zoology")));

	private final ChatClient chatClient;

	private final FakeTogether fake;

	private final SimpleVectorStore store;

	private final TogetherRerankDocumentPostProcessor reranker;

	RetrievalTests(ChatClient.Builder builder, FakeTogether fake, EmbeddingModel embeddingModel,
			TogetherRerankDocumentPostProcessor reranker) {
		this.chatClient = builder.build();
		this.fake = fake;
		this.store = SimpleVectorStore.builder(embeddingModel).build();
		this.reranker = reranker;
	}

	@Test
	void similarDocumentsAreFound() {
		this.store.add(DOCUMENTS);
		assertThat(this.store.similaritySearch(SearchRequest.builder().query("Why is grass green?").topK(1).build()))
			.singleElement()
			.satisfies((document) -> assertThat(document.getMetadata()).containsEntry("source", "biology"));
	}

	@Test
	void questionsAreAnsweredFromDocuments() {
		this.store.add(DOCUMENTS);
		this.chatClient.prompt("Why is the sky blue?")
			.advisors(QuestionAnswerAdvisor.builder(this.store)
				.searchRequest(SearchRequest.builder().topK(1).build())
				.build())
			.call()
			.content();
		assertThat(chatBody()).contains("air scatters blue light").doesNotContain("chlorophyll");
	}

	@Test
	void retrievedDocumentsAreReranked() {
		this.store.add(DOCUMENTS);
		this.chatClient.prompt("Why is the sky blue?")
			.advisors(RetrievalAugmentationAdvisor.builder()
				.documentRetriever(VectorStoreDocumentRetriever.builder().vectorStore(this.store).topK(3).build())
				.documentPostProcessors(this.reranker)
				.build())
			.call()
			.content();
		assertThat(this.fake.requests()).anyMatch((request) -> request.path().equals("/v1/rerank"));
		assertThat(chatBody()).contains("air scatters blue light")
			.doesNotContain("chlorophyll")
			.doesNotContain("largest animal");
	}

	@Test
	void scoresStandInTheDocuments() {
		List<Document> best = this.reranker.process(new Query("Which animal is the largest?"), DOCUMENTS);
		assertThat(best).singleElement().satisfies((document) -> {
			assertThat(document.getMetadata()).containsEntry("source", "zoology")
				.containsEntry(TogetherMetadata.RERANK_SCORE, document.getScore());
			assertThat(document.getId()).isEqualTo(DOCUMENTS.get(2).getId());
			assertThat(document.getScore()).isPositive();
		});
		assertThat(this.fake.requests().get(0).json().get("top_n").intValue()).isEqualTo(1);
		assertThat(this.fake.requests().get(0).json().get("documents").valueStream().map(JsonNode::stringValue))
			.containsExactlyElementsOf(DOCUMENTS.stream().map(Document::getText).toList());
		assertThat(this.reranker.process(new Query("Nothing"), List.of())).isEmpty();
		assertThat(this.fake.requests()).hasSize(1);
	}

	private String chatBody() {
		return this.fake.requests()
			.stream()
			.filter((request) -> request.path().endsWith("/chat/completions"))
			.findFirst()
			.orElseThrow()
			.body();
	}

}
