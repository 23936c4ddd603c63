package ai.matey.ir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request to generate images. Only properties that are set are sent, since models
 * reject parameters that they do not know.
 *
 * @param prompt a description of the images
 * @param model the model to use, or {@code null} for the backend's default
 * @param width the width in pixels, or {@code null}; limits differ by model
 * @param height the height in pixels, or {@code null}; limits differ by model
 * @param steps the number of generation steps, or {@code null}
 * @param n the number of images, or {@code null} for one
 * @param seed a seed for repeatable images, or {@code null}
 * @param negativePrompt a description of what to avoid, or {@code null}
 * @param guidanceScale how closely to follow the prompt, or {@code null}; higher values
 * follow it more closely
 * @param imageUrl the URL of an image to start from, or {@code null}
 * @param referenceImages URLs of reference images; empty for none
 * @param loras LoRA adapters of the model; empty for none
 * @param delivery how images are delivered, or {@code null} for the provider's default
 * @param outputFormat the file format, {@code jpeg} or {@code png}, or {@code null}
 * @param disableSafetyChecker whether to disable the safety check of images, or
 * {@code null} for the provider's default
 * @param custom additional fields that the backend sends unchanged, by their JSON name
 * @param metadata the request's id, provenance and warnings; by default with a random id
 * @param deadlines deadlines of this call, which override the client's
 * @since 0.1.0
 */
public record IRImageRequest(String prompt, @Nullable String model, @Nullable Integer width, @Nullable Integer height,
		@Nullable Integer steps, @Nullable Integer n, @Nullable Long seed, @Nullable String negativePrompt,
		@Nullable Double guidanceScale, @Nullable String imageUrl, List<String> referenceImages, List<Lora> loras,
		@Nullable Delivery delivery, @Nullable String outputFormat, @Nullable Boolean disableSafetyChecker,
		Map<String, @Nullable Object> custom, IRMetadata metadata, IRDeadlines deadlines) implements IRRequest {

	public IRImageRequest {
		Names.checked("model", model);
		Objects.requireNonNull(prompt, "prompt must not be null");
		referenceImages = List.copyOf(referenceImages);
		loras = List.copyOf(loras);
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
		builder.prompt = this.prompt;
		builder.model = this.model;
		builder.width = this.width;
		builder.height = this.height;
		builder.steps = this.steps;
		builder.n = this.n;
		builder.seed = this.seed;
		builder.negativePrompt = this.negativePrompt;
		builder.guidanceScale = this.guidanceScale;
		builder.imageUrl = this.imageUrl;
		builder.referenceImages = this.referenceImages;
		builder.loras = this.loras;
		builder.delivery = this.delivery;
		builder.outputFormat = this.outputFormat;
		builder.disableSafetyChecker = this.disableSafetyChecker;
		builder.custom.putAll(this.custom);
		builder.metadata = this.metadata;
		builder.deadlines = this.deadlines;
		return builder;
	}

	@Override
	public String toString() {
		return "IRImageRequest[" + this.prompt.length() + " chars, model=" + this.model + ", n=" + this.n
				+ ", metadata=" + this.metadata + "]";
	}

	/**
	 * How images are delivered.
	 */
	public enum Delivery {

		/** As URLs from which they can be fetched for a limited time. */
		URL,
		/** As base64-encoded bytes in the response. */
		BASE64

	}

	/**
	 * A LoRA adapter of the model.
	 *
	 * @param path its URL
	 * @param scale its strength, usually 1
	 */
	public record Lora(String path, double scale) {

		public Lora {
			Objects.requireNonNull(path, "path must not be null");
		}

	}

	/**
	 * Builds an {@link IRImageRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private String prompt = "";

		private @Nullable String model;

		private @Nullable Integer width;

		private @Nullable Integer height;

		private @Nullable Integer steps;

		private @Nullable Integer n;

		private @Nullable Long seed;

		private @Nullable String negativePrompt;

		private @Nullable Double guidanceScale;

		private @Nullable String imageUrl;

		private List<String> referenceImages = List.of();

		private List<Lora> loras = List.of();

		private @Nullable Delivery delivery;

		private @Nullable String outputFormat;

		private @Nullable Boolean disableSafetyChecker;

		private final Map<String, @Nullable Object> custom = new LinkedHashMap<>();

		private @Nullable IRMetadata metadata;

		private IRDeadlines deadlines = IRDeadlines.INHERIT;

		private Builder() {
		}

		/**
		 * Set the prompt, which describes the images.
		 * @param prompt a description of the images
		 * @return this builder
		 */
		public Builder prompt(String prompt) {
			this.prompt = prompt;
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
		 * Set the width in pixels.
		 * @param width the width in pixels, or {@code null}; limits differ by model
		 * @return this builder
		 */
		public Builder width(@Nullable Integer width) {
			this.width = width;
			return this;
		}

		/**
		 * Set the height in pixels.
		 * @param height the height in pixels, or {@code null}; limits differ by model
		 * @return this builder
		 */
		public Builder height(@Nullable Integer height) {
			this.height = height;
			return this;
		}

		/**
		 * Set the number of generation steps.
		 * @param steps the number of generation steps, or {@code null}
		 * @return this builder
		 */
		public Builder steps(@Nullable Integer steps) {
			this.steps = steps;
			return this;
		}

		/**
		 * Set the number of images.
		 * @param n the number of images, or {@code null} for one
		 * @return this builder
		 */
		public Builder n(@Nullable Integer n) {
			this.n = n;
			return this;
		}

		/**
		 * Set a seed for repeatable images.
		 * @param seed a seed for repeatable images, or {@code null}
		 * @return this builder
		 */
		public Builder seed(@Nullable Long seed) {
			this.seed = seed;
			return this;
		}

		/**
		 * Set the negative prompt, which describes what to avoid.
		 * @param negativePrompt a description of what to avoid, or {@code null}
		 * @return this builder
		 */
		public Builder negativePrompt(@Nullable String negativePrompt) {
			this.negativePrompt = negativePrompt;
			return this;
		}

		/**
		 * Set how closely to follow the prompt.
		 * @param guidanceScale how closely to follow the prompt, or {@code null}; higher
		 * values follow it more closely
		 * @return this builder
		 */
		public Builder guidanceScale(@Nullable Double guidanceScale) {
			this.guidanceScale = guidanceScale;
			return this;
		}

		/**
		 * Set the image to start from.
		 * @param imageUrl the URL of an image to start from, or {@code null}
		 * @return this builder
		 */
		public Builder imageUrl(@Nullable String imageUrl) {
			this.imageUrl = imageUrl;
			return this;
		}

		/**
		 * Set the URLs of reference images.
		 * @param referenceImages URLs of reference images; empty for none
		 * @return this builder
		 */
		public Builder referenceImages(List<String> referenceImages) {
			this.referenceImages = List.copyOf(referenceImages);
			return this;
		}

		/**
		 * Set the LoRA adapters of the model.
		 * @param loras LoRA adapters of the model; empty for none
		 * @return this builder
		 */
		public Builder loras(List<Lora> loras) {
			this.loras = List.copyOf(loras);
			return this;
		}

		/**
		 * Set how images are delivered.
		 * @param delivery how images are delivered, or {@code null} for the provider's
		 * default
		 * @return this builder
		 */
		public Builder delivery(@Nullable Delivery delivery) {
			this.delivery = delivery;
			return this;
		}

		/**
		 * Set the file format, {@code jpeg} or {@code png}.
		 * @param outputFormat the file format, {@code jpeg} or {@code png}, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder outputFormat(@Nullable String outputFormat) {
			this.outputFormat = outputFormat;
			return this;
		}

		/**
		 * Set whether to disable the safety check of images.
		 * @param disableSafetyChecker whether to disable the safety check of images, or
		 * {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder disableSafetyChecker(@Nullable Boolean disableSafetyChecker) {
			this.disableSafetyChecker = disableSafetyChecker;
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
		public IRImageRequest build() {
			return new IRImageRequest(this.prompt, this.model, this.width, this.height, this.steps, this.n, this.seed,
					this.negativePrompt, this.guidanceScale, this.imageUrl, this.referenceImages, this.loras,
					this.delivery, this.outputFormat, this.disableSafetyChecker, this.custom,
					(this.metadata != null) ? this.metadata : IRMetadata.builder().build(), this.deadlines);
		}

	}

}
