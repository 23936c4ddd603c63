package ai.matey.springai.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.MetadataMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reranking of retrieved documents.
 *
 * @param model Model to use. Without one, there is no reranker.
 * @param topN Number of documents to keep. Keeps all documents if not set.
 * @param metadataMode Metadata of documents to consider in addition to their text.
 * @since 0.1.0
 */
@ConfigurationProperties("spring.ai.together.rerank")
public record TogetherRerankProperties(@Nullable String model, @Nullable Integer topN,
		@DefaultValue("none") MetadataMode metadataMode) {

	public TogetherRerankProperties {
		if (topN != null && topN < 1) {
			throw new IllegalArgumentException("spring.ai.together.rerank.top-n must be at least 1 but is " + topN);
		}
	}

}
