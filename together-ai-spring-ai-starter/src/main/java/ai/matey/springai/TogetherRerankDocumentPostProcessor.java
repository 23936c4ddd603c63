package ai.matey.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;

import ai.matey.core.Bridge;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;

/**
 * {@link DocumentPostProcessor} that sorts retrieved documents by their relevance to the
 * query, using a reranking model on Together AI, and keeps the most relevant ones. The
 * relevance becomes the score of each document and is added to its metadata as
 * {@value TogetherMetadata#RERANK_SCORE}. Thread-safe.
 *
 * <pre>{@code
 * RetrievalAugmentationAdvisor.builder()
 *     .documentRetriever(VectorStoreDocumentRetriever.builder().vectorStore(store).topK(50).build())
 *     .documentPostProcessors(TogetherRerankDocumentPostProcessor.builder(bridge)
 *         .model("mixedbread-ai/Mxbai-Rerank-Large-V2")
 *         .topN(5)
 *         .build())
 *     .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TogetherRerankDocumentPostProcessor implements DocumentPostProcessor {

	private final Bridge bridge;

	private final @Nullable String model;

	private final @Nullable Integer topN;

	private final MetadataMode metadataMode;

	private TogetherRerankDocumentPostProcessor(Builder builder) {
		this.bridge = builder.bridge;
		this.model = builder.model;
		this.topN = builder.topN;
		this.metadataMode = builder.metadataMode;
	}

	/**
	 * Create a new builder for a post-processor.
	 * @param bridge the bridge that makes the calls
	 * @return the builder
	 */
	public static Builder builder(Bridge bridge) {
		return new Builder(bridge);
	}

	/**
	 * Sort documents and wait for the result. Nothing is sent if there are no documents.
	 * @param query the query
	 * @param documents the documents, which must contain text
	 * @return the most relevant documents, in descending order of relevance
	 * @throws ai.matey.errors.AdapterException if the call fails
	 * @throws IllegalStateException if this thread must not block, such as one of an
	 * event loop
	 * @throws IllegalArgumentException if a document contains no text
	 */
	@Override
	public List<Document> process(Query query, List<Document> documents) {
		if (documents.isEmpty()) {
			return documents;
		}
		Models.require(this.model, "rerank");
		IRRerankRequest request = IRRerankRequest.builder()
			.query(query.text())
			.documents(documents.stream().map(this::text).toList())
			.model(this.model)
			.topN((this.topN != null) ? Math.min(this.topN, documents.size()) : null)
			.returnDocuments(false)
			.build();
		List<Document> sorted = new ArrayList<>();
		for (IRRerankResponse.Result result : Calls.await(this.bridge.rerank(request), Observation.NOOP).results()) {
			sorted.add(documents.get(result.index())
				.mutate()
				.score(result.relevanceScore())
				.metadata(TogetherMetadata.RERANK_SCORE, result.relevanceScore())
				.build());
		}
		return sorted;
	}

	private String text(Document document) {
		String text = document.getText();
		if (text == null) {
			throw new IllegalArgumentException(
					"The document '" + document.getId() + "' contains no text; only texts can be reranked");
		}
		// Spring AI formats a document without metadata as empty lines and its text
		return (this.metadataMode == MetadataMode.NONE) ? text : document.getFormattedContent(this.metadataMode);
	}

	/**
	 * Builder for a {@link TogetherRerankDocumentPostProcessor}. Not thread-safe.
	 */
	public static final class Builder {

		private final Bridge bridge;

		private @Nullable String model;

		private @Nullable Integer topN;

		private MetadataMode metadataMode = MetadataMode.NONE;

		private Builder(Bridge bridge) {
			this.bridge = Objects.requireNonNull(bridge, "bridge must not be null");
		}

		/**
		 * Set the model.
		 * @param model the model
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set the number of documents to keep.
		 * @param topN the number, at least 1, or {@code null} for all
		 * @return this builder
		 */
		public Builder topN(@Nullable Integer topN) {
			if (topN != null && topN < 1) {
				throw new IllegalArgumentException("topN must be at least 1 but is " + topN);
			}
			this.topN = topN;
			return this;
		}

		/**
		 * Set which metadata of a document to consider in addition to its text.
		 * @param metadataMode the mode; by default {@link MetadataMode#NONE}
		 * @return this builder
		 */
		public Builder metadataMode(MetadataMode metadataMode) {
			this.metadataMode = metadataMode;
			return this;
		}

		/**
		 * Build the post-processor.
		 * @return the post-processor
		 */
		public TogetherRerankDocumentPostProcessor build() {
			return new TogetherRerankDocumentPostProcessor(this);
		}

	}

}
