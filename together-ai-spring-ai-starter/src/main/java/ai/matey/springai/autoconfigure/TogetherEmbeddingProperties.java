package ai.matey.springai.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.MetadataMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import ai.matey.ir.DimensionStrategy;
import ai.matey.ir.IREmbedRequest.Encoding;
import ai.matey.springai.TogetherEmbeddingOptions;

/**
 * Options for embedding models. Only what is set is sent.
 *
 * @param model Model to use.
 * @param dimensions Number of dimensions of the vectors. Defaults to that of the model.
 * @param dimensionStrategy Method of reaching the number of dimensions, for which
 * Together has no field.
 * @param encoding Encoding of vectors in responses.
 * @param maxBatchSize Maximum number of texts in one request. More texts are sent in
 * several requests.
 * @param metadataMode Metadata of documents to embed with their text.
 * @param customFields Additional fields, which are sent unchanged. Write names with an
 * underscore in brackets: "[my_field]". YAML keeps numbers and booleans, which are texts
 * elsewhere.
 * @since 0.1.0
 */
@ConfigurationProperties("spring.ai.together.embedding")
public record TogetherEmbeddingProperties(@Nullable String model, @Nullable Integer dimensions,
		@Nullable DimensionStrategy dimensionStrategy, @Nullable Encoding encoding, @Nullable Integer maxBatchSize,
		@DefaultValue("embed") MetadataMode metadataMode, @DefaultValue Map<String, Object> customFields) {

	TogetherEmbeddingOptions options() {
		return new TogetherEmbeddingOptions(this.model, this.dimensions, this.dimensionStrategy, this.encoding,
				this.maxBatchSize, this.customFields);
	}

}
