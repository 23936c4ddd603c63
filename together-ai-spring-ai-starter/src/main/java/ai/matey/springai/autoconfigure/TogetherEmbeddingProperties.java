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
 * Options of the embedding models. Only what is set is sent.
 *
 * @param model Model to ask.
 * @param dimensions How many components the vectors shall have; what the model gives if
 * not set.
 * @param dimensionStrategy How to get to the number of dimensions, for which Together has
 * no field.
 * @param encoding How vectors travel.
 * @param maxBatchSize Most texts in one request; more texts make several requests.
 * @param metadataMode Which metadata of documents is embedded with their text.
 * @param customFields Fields that are sent as they are. Write names with an underscore in
 * brackets: "[my_field]".
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
