package ai.matey.ir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request for embeddings of texts.
 *
 * <pre>{@code
 * IREmbedRequest request = IREmbedRequest.builder()
 *     .model("intfloat/multilingual-e5-large-instruct")
 *     .input(List.of("The sky is blue.", "Grass is green."))
 *     .build();
 * }</pre>
 *
 * @param input the texts in order; at least one
 * @param model the model to use, or {@code null} for the backend's default
 * @param dimensions the number of dimensions, or {@code null} for the model's own
 * @param dimensionStrategy how to reach that number if the provider cannot;
 * {@link DimensionStrategy#TRUNCATE} by default
 * @param inputType the purpose of the vectors, or {@code null}; not every provider
 * supports it
 * @param encoding the encoding of the vectors in the response, or {@code null} for the
 * provider's default; base64 is smaller
 * @param maxBatchSize the maximum number of texts per request to the provider, or
 * {@code null} for the backend's default; more texts are sent in several requests
 * @param custom additional fields that the backend sends unchanged, by their JSON name
 * @param metadata the request's id, provenance and warnings; by default with a random id
 * @param deadlines deadlines of this call, which override the client's
 * @since 0.1.0
 */
public record IREmbedRequest(List<String> input, @Nullable String model, @Nullable Integer dimensions,
		DimensionStrategy dimensionStrategy, @Nullable InputType inputType, @Nullable Encoding encoding,
		@Nullable Integer maxBatchSize, Map<String, @Nullable Object> custom, IRMetadata metadata,
		IRDeadlines deadlines) implements IRRequest {

	public IREmbedRequest {
		Names.checked("model", model);
		input = List.copyOf(input);
		Objects.requireNonNull(dimensionStrategy, "dimensionStrategy must not be null");
		custom = Copies.json(custom);
		Objects.requireNonNull(metadata, "metadata must not be null");
		Objects.requireNonNull(deadlines, "deadlines must not be null");
	}

	/**
	 * Create a builder of an empty request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Create a builder initialized with this request. The request id is retained.
	 * @return a new builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.input = this.input;
		builder.model = this.model;
		builder.dimensions = this.dimensions;
		builder.dimensionStrategy = this.dimensionStrategy;
		builder.inputType = this.inputType;
		builder.encoding = this.encoding;
		builder.maxBatchSize = this.maxBatchSize;
		builder.custom.putAll(this.custom);
		builder.metadata = this.metadata;
		builder.deadlines = this.deadlines;
		return builder;
	}

	@Override
	public String toString() {
		return "IREmbedRequest[" + this.input.size() + " texts, model=" + this.model + ", dimensions=" + this.dimensions
				+ ", metadata=" + this.metadata + "]";
	}

	/**
	 * The purpose of vectors.
	 */
	public enum InputType {

		/** To find documents. */
		QUERY,
		/** To be found. */
		DOCUMENT,
		/** To be classified. */
		CLASSIFICATION,
		/** To be grouped. */
		CLUSTERING

	}

	/**
	 * The encoding of vectors in the response.
	 */
	public enum Encoding {

		/** As JSON numbers. */
		FLOAT,
		/** As base64 of 32-bit floating point numbers. */
		BASE64

	}

	/**
	 * Builds an {@link IREmbedRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private List<String> input = List.of();

		private @Nullable String model;

		private @Nullable Integer dimensions;

		private DimensionStrategy dimensionStrategy = DimensionStrategy.TRUNCATE;

		private @Nullable InputType inputType;

		private @Nullable Encoding encoding;

		private @Nullable Integer maxBatchSize;

		private final Map<String, @Nullable Object> custom = new LinkedHashMap<>();

		private @Nullable IRMetadata metadata;

		private IRDeadlines deadlines = IRDeadlines.INHERIT;

		private Builder() {
		}

		/**
		 * Set the texts in order.
		 * @param input the texts in order; at least one
		 * @return this builder
		 */
		public Builder input(List<String> input) {
			this.input = List.copyOf(input);
			return this;
		}

		/**
		 * Set the model to use.
		 * @param model the model to use, or {@code null} for the backend's default
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set the number of dimensions of the vectors.
		 * @param dimensions the number of dimensions, or {@code null} for the model's own
		 * @return this builder
		 */
		public Builder dimensions(@Nullable Integer dimensions) {
			this.dimensions = dimensions;
			return this;
		}

		/**
		 * Set how to reach the number of dimensions if the provider cannot.
		 * @param dimensionStrategy how to reach that number if the provider cannot;
		 * {@link DimensionStrategy#TRUNCATE} by default
		 * @return this builder
		 */
		public Builder dimensionStrategy(DimensionStrategy dimensionStrategy) {
			this.dimensionStrategy = dimensionStrategy;
			return this;
		}

		/**
		 * Set the purpose of the vectors.
		 * @param inputType the purpose of the vectors, or {@code null}; not every
		 * provider supports it
		 * @return this builder
		 */
		public Builder inputType(@Nullable InputType inputType) {
			this.inputType = inputType;
			return this;
		}

		/**
		 * Set the encoding of the vectors in the response.
		 * @param encoding the encoding of the vectors in the response, or {@code null}
		 * for the provider's default; base64 is smaller
		 * @return this builder
		 */
		public Builder encoding(@Nullable Encoding encoding) {
			this.encoding = encoding;
			return this;
		}

		/**
		 * Set the maximum number of texts per request to the provider.
		 * @param maxBatchSize the maximum number of texts per request to the provider, or
		 * {@code null} for the backend's default; more texts are sent in several requests
		 * @return this builder
		 */
		public Builder maxBatchSize(@Nullable Integer maxBatchSize) {
			this.maxBatchSize = maxBatchSize;
			return this;
		}

		/**
		 * Add a field that the backend sends unchanged, for options that have no property
		 * here yet.
		 * @param name the JSON name of the field
		 * @param value its JSON value
		 * @return this builder
		 */
		public Builder custom(String name, @Nullable Object value) {
			this.custom.put(name, value);
			return this;
		}

		/**
		 * Set the request's id, provenance and warnings.
		 * @param metadata the request's id, provenance and warnings; by default with a
		 * random id
		 * @return this builder
		 */
		public Builder metadata(IRMetadata metadata) {
			this.metadata = metadata;
			return this;
		}

		/**
		 * Set the deadlines of this call, which override the client's.
		 * @param deadlines deadlines of this call, which override the client's
		 * @return this builder
		 */
		public Builder deadlines(IRDeadlines deadlines) {
			this.deadlines = deadlines;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public IREmbedRequest build() {
			return new IREmbedRequest(this.input, this.model, this.dimensions, this.dimensionStrategy, this.inputType,
					this.encoding, this.maxBatchSize, this.custom,
					(this.metadata != null) ? this.metadata : IRMetadata.builder().build(), this.deadlines);
		}

	}

}
