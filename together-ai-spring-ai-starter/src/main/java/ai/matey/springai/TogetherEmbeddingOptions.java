package ai.matey.springai;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingOptions;

import ai.matey.ir.DimensionStrategy;
import ai.matey.ir.IREmbedRequest.Encoding;

/**
 * Options for embedding models on Together AI. {@code null} leaves the decision to the
 * options of the model, then to Together.
 *
 * @param model the model, or {@code null}
 * @param dimensions the number of dimensions, or {@code null} for that of the model
 * @param dimensionStrategy how to reach the number of dimensions, or {@code null} for
 * {@link DimensionStrategy#TRUNCATE}
 * @param encoding the encoding of vectors in responses, or {@code null}
 * @param maxBatchSize the maximum number of texts in one request, or {@code null} for 256
 * @param customFields additional fields, which are sent unchanged, by their JSON name
 * @since 0.1.0
 */
public record TogetherEmbeddingOptions(@Nullable String model, @Nullable Integer dimensions,
		@Nullable DimensionStrategy dimensionStrategy, @Nullable Encoding encoding, @Nullable Integer maxBatchSize,
		Map<String, ?> customFields) implements EmbeddingOptions {

	public TogetherEmbeddingOptions {
		customFields = Collections.unmodifiableMap(new LinkedHashMap<>(customFields));
	}

	/**
	 * Create a new builder without any options set.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public @Nullable String getModel() {
		return this.model;
	}

	@Override
	public @Nullable Integer getDimensions() {
		return this.dimensions;
	}

	/**
	 * Return these options, overridden by those of a request.
	 * @param options the options of a request, or {@code null}
	 * @return the combined options
	 */
	TogetherEmbeddingOptions with(@Nullable EmbeddingOptions options) {
		if (options == null) {
			return this;
		}
		Builder builder = builder().model(first(options.getModel(), this.model))
			.dimensions(first(options.getDimensions(), this.dimensions))
			.dimensionStrategy(this.dimensionStrategy)
			.encoding(this.encoding)
			.maxBatchSize(this.maxBatchSize);
		this.customFields.forEach(builder::customField);
		if (options instanceof TogetherEmbeddingOptions together) {
			builder.dimensionStrategy(first(together.dimensionStrategy, this.dimensionStrategy))
				.encoding(first(together.encoding, this.encoding))
				.maxBatchSize(first(together.maxBatchSize, this.maxBatchSize));
			together.customFields.forEach(builder::customField);
		}
		return builder.build();
	}

	/**
	 * Shows no values of additional fields, since they may contain user input.
	 */
	@Override
	public String toString() {
		return "TogetherEmbeddingOptions[model=" + this.model + ", dimensions=" + this.dimensions
				+ ", dimensionStrategy=" + this.dimensionStrategy + ", encoding=" + this.encoding + ", maxBatchSize="
				+ this.maxBatchSize + ", customFields=" + this.customFields.keySet() + "]";
	}

	private static <T> @Nullable T first(@Nullable T over, @Nullable T under) {
		return (over != null) ? over : under;
	}

	/**
	 * Builder for {@link TogetherEmbeddingOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String model;

		private @Nullable Integer dimensions;

		private @Nullable DimensionStrategy dimensionStrategy;

		private @Nullable Encoding encoding;

		private @Nullable Integer maxBatchSize;

		private final Map<String, @Nullable Object> customFields = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Set the model.
		 * @param model the model, or {@code null}
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set the number of dimensions.
		 * @param dimensions the number, or {@code null} for that of the model
		 * @return this builder
		 */
		public Builder dimensions(@Nullable Integer dimensions) {
			this.dimensions = dimensions;
			return this;
		}

		/**
		 * Set how to reach the number of dimensions, for which Together has no field.
		 * @param dimensionStrategy the strategy, or {@code null} for
		 * {@link DimensionStrategy#TRUNCATE}
		 * @return this builder
		 */
		public Builder dimensionStrategy(@Nullable DimensionStrategy dimensionStrategy) {
			this.dimensionStrategy = dimensionStrategy;
			return this;
		}

		/**
		 * Set the encoding of vectors in responses.
		 * @param encoding the encoding, or {@code null}; base64 is more compact
		 * @return this builder
		 */
		public Builder encoding(@Nullable Encoding encoding) {
			this.encoding = encoding;
			return this;
		}

		/**
		 * Set the maximum number of texts in one request.
		 * @param maxBatchSize the number, or {@code null} for 256; more texts are sent in
		 * several requests
		 * @return this builder
		 */
		public Builder maxBatchSize(@Nullable Integer maxBatchSize) {
			this.maxBatchSize = maxBatchSize;
			return this;
		}

		/**
		 * Set an additional field, which is sent unchanged, for options without a method
		 * here.
		 * @param name the JSON name of the field
		 * @param value its JSON value
		 * @return this builder
		 */
		public Builder customField(String name, @Nullable Object value) {
			this.customFields.put(Objects.requireNonNull(name, "name must not be null"), value);
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public TogetherEmbeddingOptions build() {
			return new TogetherEmbeddingOptions(this.model, this.dimensions, this.dimensionStrategy, this.encoding,
					this.maxBatchSize, this.customFields);
		}

	}

}
