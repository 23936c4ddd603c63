package ai.matey.springai.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.MetadataMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reranking of retrieved documents.
 *
 * @param model Model to ask; without one there is no reranker.
 * @param topN How many documents are kept; all if not set.
 * @param metadataMode Which metadata of documents counts beside their text.
 */
@ConfigurationProperties("spring.ai.together.rerank")
public record TogetherRerankProperties(@Nullable String model, @Nullable Integer topN,
		@DefaultValue("none") MetadataMode metadataMode) {

}
