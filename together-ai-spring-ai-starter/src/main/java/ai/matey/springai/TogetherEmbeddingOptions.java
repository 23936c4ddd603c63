package ai.matey.springai;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingOptions;

import ai.matey.ir.DimensionStrategy;
import ai.matey.ir.IREmbedRequest.Encoding;

/**
 * How texts are embedded. {@code null} leaves the decision to the model's own options,
 * then to Together.
 *
 * @param model the model to ask, or {@code null}
 * @param dimensions how many components the vectors shall have, or {@code null} for what
 * the model gives
 * @param dimensionStrategy how to get there if Together cannot, or {@code null} for
 * {@link DimensionStrategy#TRUNCATE}
 * @param encoding how vectors travel, or {@code null}
 * @param maxBatchSize most texts in one request, or {@code null} for 256
 * @param customFields fields that are sent as they are, by their wire name
 */
public record TogetherEmbeddingOptions(@Nullable String model, @Nullable Integer dimensions,
		@Nullable DimensionStrategy dimensionStrategy, @Nullable Encoding encoding, @Nullable Integer maxBatchSize,
		Map<String, ?> customFields) implements EmbeddingOptions {

	public TogetherEmbeddingOptions {
		customFields = new LinkedHashMap<>(customFields);
	}

	/**
	 * Start with nothing set.
	 * @return a new builder
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
	 * Lay the options of a request over these.
	 * @param options the options of a request, or {@code null}
	 * @return the combination
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

	private static <T> @Nullable T first(@Nullable T over, @Nullable T under) {
		return (over != null) ? over : under;
	}

	/**
	 * Builds {@link TogetherEmbeddingOptions}. Not thread-safe.
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
		 * Set the model to ask.
		 * @param model the model, or {@code null}
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set how many components the vectors shall have.
		 * @param dimensions the number, or {@code null} for what the model gives
		 * @return this builder
		 */
		public Builder dimensions(@Nullable Integer dimensions) {
			this.dimensions = dimensions;
			return this;
		}

		/**
		 * Set how to get to the number of dimensions if Together cannot.
		 * @param dimensionStrategy the strategy, or {@code null} for
		 * {@link DimensionStrategy#TRUNCATE}
		 * @return this builder
		 */
		public Builder dimensionStrategy(@Nullable DimensionStrategy dimensionStrategy) {
			this.dimensionStrategy = dimensionStrategy;
			return this;
		}

		/**
		 * Set how vectors travel.
		 * @param encoding the encoding, or {@code null}; base64 is smaller
		 * @return this builder
		 */
		public Builder encoding(@Nullable Encoding encoding) {
			this.encoding = encoding;
			return this;
		}

		/**
		 * Set the most texts in one request.
		 * @param maxBatchSize the number, or {@code null} for 256; more texts make
		 * several requests
		 * @return this builder
		 */
		public Builder maxBatchSize(@Nullable Integer maxBatchSize) {
			this.maxBatchSize = maxBatchSize;
			return this;
		}

		/**
		 * Set a field that is sent as it is, for what has no method here yet.
		 * @param name the field's name on the wire
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
